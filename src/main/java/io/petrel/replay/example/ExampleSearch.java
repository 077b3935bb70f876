package io.petrel.replay.example;

import io.petrel.alert.detection.Match;
import io.petrel.detect.DryRun;
import io.petrel.replay.why.DistanceToMatch;
import io.petrel.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Searches for reports that make a rule fire: starts with random values near the rule's own limits
 * and windows, changes one thing at a time, keeps what is nearer to a match, then removes all that
 * is not needed. The same rule gives the same example. The number of tries is limited.
 */
final class ExampleSearch {
  private static final int STARTS = 20;
  private static final int CHANGES = 250;
  private static final int LONGEST = 16;
  private static final double[] MILDER = {0.5, 0.1, 0.01};

  private final Rule rule;
  private final DryRun run;
  private final DistanceToMatch toMatch;
  private final Ingredients ingredients;
  private final List<String> fields;
  private final SplittableRandom random;

  ExampleSearch(Rule rule) {
    this.rule = rule;
    this.run = new DryRun(rule);
    this.toMatch = new DistanceToMatch(rule);
    this.ingredients = Ingredients.of(rule);
    this.fields = List.copyOf(ingredients.values().keySet());
    this.random = new SplittableRandom(rule.id().hashCode());
  }

  /** A short series that makes the rule fire in memory; empty = none was found. */
  Optional<Draft> find() {
    for (int start = 0; start < STARTS; start++) {
      Draft draft = climb();
      if (fires(draft)) {
        return Optional.of(shrink(draft));
      }
    }
    return Optional.empty();
  }

  /** All matches of a draft; time runs on until an absence is certain. */
  List<Match> matches(Draft draft) {
    return run.matches(draft.observations(), untilMillis(draft));
  }

  /** End of the longest window that begins with the last report. */
  long untilMillis(Draft draft) {
    Duration longest = rule.within() == null ? Duration.ZERO : rule.within();
    for (var step : rule.steps()) {
      Duration within = step.within();
      longest = within != null && within.compareTo(longest) > 0 ? within : longest;
    }
    return draft.lastMillis() + longest.toMillis();
  }

  private boolean fires(Draft draft) {
    return !matches(draft).isEmpty();
  }

  private Draft climb() {
    Draft best = chance();
    if (fires(best)) {
      return best;
    }
    double distance = toMatch.of(best.observations());
    for (int i = 0; i < CHANGES; i++) {
      Draft changed = change(best);
      if (fires(changed)) {
        return changed;
      }
      double next = toMatch.of(changed.observations());
      if (next <= distance) {
        best = changed;
        distance = next;
      }
    }
    return best;
  }

  private Draft chance() {
    int size = 1 + random.nextInt(LONGEST);
    Map<String, double[]> values = new LinkedHashMap<>();
    fields.forEach(field -> values.put(field, series(field, size)));
    return new Draft(interval(), size, values);
  }

  private Draft change(Draft draft) {
    String field = fields.get(random.nextInt(fields.size()));
    return switch (random.nextInt(6)) {
      case 0 -> draft.every(interval());
      case 1 -> resized(draft);
      case 2, 3 -> draft.with(field, series(field, draft.size()));
      default -> {
        double[] series = draft.values().getOrDefault(field, new double[draft.size()]).clone();
        series[random.nextInt(series.length)] = value(field);
        yield draft.with(field, series);
      }
    };
  }

  private Draft resized(Draft draft) {
    int size = 1 + random.nextInt(LONGEST);
    if (size <= draft.size()) {
      return draft.part(draft.size() - size, draft.size());
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    draft
        .values()
        .forEach(
            (field, series) -> {
              double[] longer = new double[size];
              Arrays.fill(longer, series[0]);
              System.arraycopy(series, 0, longer, size - series.length, series.length);
              values.put(field, longer);
            });
    return new Draft(draft.interval(), size, values);
  }

  private Duration interval() {
    List<Duration> intervals = ingredients.intervals();
    return intervals.get(random.nextInt(intervals.size()));
  }

  private double value(String field) {
    List<Double> values = ingredients.values().getOrDefault(field, List.of(0.0));
    return values.get(random.nextInt(values.size()));
  }

  /** Constant, a step, or a slope from one value to another. */
  private double[] series(String field, int size) {
    double[] series = new double[size];
    double from = value(field);
    double to = value(field);
    int at = random.nextInt(size);
    int shape = random.nextInt(3);
    for (int i = 0; i < size; i++) {
      double along = size == 1 ? from : Ingredients.rounded(from + (to - from) * i / (size - 1));
      series[i] = shape == 0 ? from : shape == 1 ? (i < at ? from : to) : along;
    }
    return series;
  }

  /** Removes what is not needed, until nothing more can be removed. */
  private Draft shrink(Draft found) {
    Draft draft = found;
    for (boolean smaller = true; smaller; ) {
      smaller = false;
      for (Draft candidate : smaller(draft)) {
        if (fires(candidate)) {
          draft = candidate;
          smaller = true;
          break;
        }
      }
    }
    return draft;
  }

  /** Simpler drafts, the simplest first. */
  private List<Draft> smaller(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    if (draft.size() > 1) {
      smaller.add(draft.part(1, draft.size()));
      smaller.add(draft.part(0, draft.size() - 1));
    }
    for (Map.Entry<String, double[]> field : draft.values().entrySet()) {
      double[] series = field.getValue();
      if (draft.values().size() > 1) {
        smaller.add(draft.without(field.getKey()));
      }
      double[] ordinary = filled(series, Ingredients.ordinary(field.getKey()));
      if (!Arrays.equals(series, ordinary)) {
        smaller.add(draft.with(field.getKey(), ordinary));
      }
      double[] flat = filled(series, series[series.length - 1]);
      if (!Arrays.equals(series, flat) && !Arrays.equals(series, ordinary)) {
        smaller.add(draft.with(field.getKey(), flat));
      }
      for (int i = 1; i < series.length; i++) {
        if (series[i] != series[i - 1] && changes(copied(series, i)) < changes(series)) {
          smaller.add(draft.with(field.getKey(), copied(series, i)));
        }
      }
    }
    draft.values().forEach((field, series) -> addMilder(draft, field, series, smaller));
    return smaller;
  }

  /** Runs of equal values, each moved towards the ordinary value. */
  private static void addMilder(Draft draft, String field, double[] series, List<Draft> smaller) {
    double ordinary = Ingredients.ordinary(field);
    for (int from = 0; from < series.length; ) {
      int to = from;
      while (to < series.length && series[to] == series[from]) {
        to++;
      }
      for (double share : MILDER) {
        double value = Ingredients.rounded(series[from] + (ordinary - series[from]) * share);
        if (Math.abs(value - ordinary) < Math.abs(series[from] - ordinary) - 0.01) {
          double[] milder = series.clone();
          Arrays.fill(milder, from, to, value);
          smaller.add(draft.with(field, milder));
        }
      }
      from = to;
    }
  }

  private static double[] filled(double[] series, double value) {
    double[] filled = new double[series.length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static double[] copied(double[] series, int at) {
    double[] copy = series.clone();
    copy[at] = copy[at - 1];
    return copy;
  }

  private static int changes(double[] series) {
    int changes = 0;
    for (int i = 1; i < series.length; i++) {
      changes += series[i] == series[i - 1] ? 0 : 1;
    }
    return changes;
  }
}
