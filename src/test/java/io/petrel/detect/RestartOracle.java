package io.petrel.detect;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definition of {@code restart}, step by step: all matches in what is left of the stream; the
 * one that completes first (of those, the one that started first) counts; what came up to its
 * completion is cut off; again.
 */
final class RestartOracle {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?=[,\\]])");

  private RestartOracle() {}

  /** A match with the numbers of its observations and the moment at which it completed. */
  private record Candidate(String text, List<Integer> numbers, long afterMillis, int last) {}

  static List<StockCep.Found> run(RuleSource source, List<Observation> stream, long until)
      throws Exception {
    List<StockCep.Found> result = new ArrayList<>();
    cut(source, stream, until, result);
    return result;
  }

  /** As {@link StockCep#inProgress}. */
  static int inProgress(RuleSource source, List<Observation> stream, long until, boolean over)
      throws Exception {
    return StockCep.inProgress(source, cut(source, stream, until, new ArrayList<>()), until, over);
  }

  /** Finds all matches. Returns what is left of the stream after the last of each station. */
  private static List<Observation> cut(
      RuleSource source, List<Observation> stream, long until, List<StockCep.Found> result)
      throws Exception {
    List<Observation> left = new ArrayList<>();
    for (String station : stream.stream().map(Observation::stationId).distinct().toList()) {
      List<Observation> rest =
          new ArrayList<>(stream.stream().filter(o -> o.stationId().equals(station)).toList());
      while (true) {
        List<Candidate> candidates = new ArrayList<>();
        for (StockCep.Found found : StockCep.run(source, null, rest, until)) {
          candidates.add(candidate(source.rule(), found, rest));
        }
        if (candidates.isEmpty()) {
          break;
        }
        Candidate first =
            candidates.stream()
                .min(
                    Comparator.comparingLong(Candidate::afterMillis)
                        .thenComparingInt(Candidate::last)
                        .thenComparing(Candidate::numbers, RestartOracle::compare))
                .orElseThrow();
        result.add(new StockCep.Found(first.text(), first.afterMillis()));
        rest.removeIf(
            o ->
                o.timeMillis() < first.afterMillis()
                    || (o.timeMillis() == first.afterMillis() && number(o) <= first.last()));
      }
      left.addAll(rest);
    }
    left.sort(Comparator.comparingLong(Observation::timeMillis));
    return left;
  }

  private static Candidate candidate(Rule rule, StockCep.Found found, List<Observation> stream) {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(found.match());
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group()));
    }
    List<Integer> sorted = numbers.stream().sorted().toList();
    int last = sorted.get(sorted.size() - 1);
    long lastTime = 0;
    for (Observation observation : stream) {
      lastTime = number(observation) == last ? observation.timeMillis() : lastTime;
    }
    boolean timedOut = found.match().endsWith("timed out");
    boolean absentAtEnd =
        rule.pattern().get(rule.pattern().size() - 1) instanceof Step step && step.absent();
    if (absentAtEnd && !timedOut && last(rule).follows() == Contiguity.STRICT) {
      // Completed by the very next observation, whatever others have its time.
      int next = next(rule, stream, last);
      return new Candidate(found.match(), sorted, found.afterMillis(), next);
    }
    // Completed by silence: after all observations of that time.
    boolean bySilence = timedOut || lastTime < found.afterMillis() || absentAtEnd;
    return new Candidate(
        found.match(), sorted, found.afterMillis(), bySilence ? Integer.MAX_VALUE : last);
  }

  private static Step last(Rule rule) {
    return (Step) rule.pattern().get(rule.pattern().size() - 1);
  }

  private static int next(Rule rule, List<Observation> stream, int last) {
    RuleScope scope = new RuleScope(RuleScope.MeasureReader.NONE);
    return stream.stream()
        .filter(o -> number(o) > last)
        .filter(
            o ->
                rule.observations() == null || scope.holds(rule.observations(), o, TakenSteps.NONE))
        .mapToInt(RestartOracle::number)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private static int number(Observation observation) {
    return (int) observation.value(Variables.WIND_SPEED_MS);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = Integer.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.size(), one.size());
  }
}
