package io.petrel.detect;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Group;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleText;
import io.petrel.rule.Step;
import io.petrel.rule.TextTemplate;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rules and streams that are different for each seed and the same for the same one. */
public final class RandomRules {
  private SplittableRandom random;
  private final boolean linear;
  private final List<Integer> readable = new ArrayList<>();
  private int steps;
  private int alikeUpTo = Integer.MAX_VALUE;
  private long otherSeed;

  private RandomRules(long seed, boolean linear) {
    this.random = new SplittableRandom(seed);
    this.linear = linear;
  }

  /** A rule over temperatures 0 to 4. Flink CEP may refuse its pattern. */
  public static Rule rule(long seed, boolean linear) {
    return new RandomRules(seed, linear).rule();
  }

  /** Rules that begin alike and may share what is in progress. Flink CEP may refuse a pattern. */
  static List<Rule> siblings(long seed) {
    SplittableRandom choice = new SplittableRandom(seed * 17 + 3);
    Duration within = choice.nextInt(5) == 0 ? null : Duration.ofMinutes(choice.nextInt(2, 14));
    boolean timeout = within != null && choice.nextInt(4) == 0;
    AfterMatch after = new AfterMatch(AfterMatch.Kind.values()[choice.nextInt(2)], null);
    Condition filter = choice.nextInt(4) == 0 ? new TestCondition("has", -1, 0) : null;
    List<Rule> siblings = new ArrayList<>();
    int count = choice.nextInt(2, 9);
    for (int i = 0; i < count; i++) {
      RandomRules random = new RandomRules(seed, true);
      random.alikeUpTo = choice.nextInt(1, 4);
      random.otherSeed = choice.nextLong();
      List<Element> pattern = random.elements(choice.nextInt(1, 5), 0);
      boolean trailing = pattern.get(pattern.size() - 1) instanceof Step last && last.absent();
      if (within != null || !trailing) {
        siblings.add(rule("random-" + i, pattern, within, after, timeout, filter));
      }
    }
    return siblings;
  }

  /**
   * Observations of two stations, in order, about a minute apart, some at the same time. {@code
   * wind_speed_ms} numbers them.
   */
  public static List<Observation> stream(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + 7);
    List<Observation> stream = new ArrayList<>();
    int size = random.nextInt(4, 15);
    long minute = 1;
    for (int i = 0; i < size; i++) {
      minute += random.nextInt(10) == 0 ? 0 : random.nextInt(8) == 0 ? random.nextInt(12) : 1;
      Observation.Builder builder =
          Observation.at(random.nextInt(4) == 0 ? "b" : "a", minute * 60_000)
              .set(Variables.WIND_SPEED_MS, i);
      if (random.nextInt(8) != 0) {
        builder.set(Variables.TEMPERATURE_C, random.nextInt(5));
      }
      stream.add(builder.build());
    }
    return stream;
  }

  private Rule rule() {
    List<Element> pattern = elements(random.nextInt(1, 5), 0);
    boolean trailing = pattern.get(pattern.size() - 1) instanceof Step last && last.absent();
    Duration within = random.nextInt(4) != 0 || trailing ? minutes(2, 14) : null;
    boolean timeout = within != null && random.nextInt(4) == 0;
    Condition filter = random.nextInt(4) == 0 ? new TestCondition("has", -1, 0) : null;
    return rule("random", pattern, within, afterMatch(pattern), timeout, filter);
  }

  static Rule rule(
      String id,
      List<Element> pattern,
      @Nullable Duration within,
      AfterMatch afterMatch,
      boolean timeout,
      @Nullable Condition filter) {
    TextTemplate text = TextTemplate.of(id);
    return new Rule(
        id,
        "v-" + id,
        "m-" + id,
        new RuleText(
            id,
            "test",
            Severity.MODERATE,
            Urgency.IMMEDIATE,
            Certainty.OBSERVED,
            Category.MET,
            text,
            text,
            null,
            Map.of()),
        filter,
        pattern,
        within,
        afterMatch,
        timeout,
        OnEdit.RESET,
        null,
        new IncidentPolicy(
            List.of("station_id"),
            Duration.ofHours(1),
            null,
            List.of(),
            null,
            Duration.ZERO,
            null,
            List.of()),
        List.of());
  }

  private AfterMatch afterMatch(List<Element> pattern) {
    int choice = linear ? random.nextInt(2) : random.nextInt(6);
    AfterMatch.Kind kind = AfterMatch.Kind.values()[choice];
    boolean targeted =
        kind == AfterMatch.Kind.SKIP_TO_FIRST || kind == AfterMatch.Kind.SKIP_TO_LAST;
    if (!targeted) {
      return new AfterMatch(kind, null);
    }
    Element target = pattern.get(random.nextInt(pattern.size()));
    return target instanceof Step step && !step.absent()
        ? new AfterMatch(kind, step.name())
        : new AfterMatch(AfterMatch.Kind.SKIP_PAST_LAST, null);
  }

  private List<Element> elements(int count, int depth) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (depth == 0 && i == alikeUpTo) {
        random = new SplittableRandom(otherSeed);
      }
      boolean first = i == 0;
      if (!linear && depth < 2 && random.nextInt(7) == 0) {
        elements.add(group(depth));
      } else {
        boolean absentBefore =
            !first && elements.get(i - 1) instanceof Step before && before.absent();
        boolean mayBeAbsent =
            !first && !(linear && absentBefore) && !elements.get(i - 1).quantifier().optional();
        boolean endsGroup = depth > 0 && i == count - 1;
        elements.add(step(mayBeAbsent && !endsGroup && random.nextInt(5) == 0));
      }
    }
    return elements;
  }

  private Group group(int depth) {
    int number = steps;
    List<Element> elements = elements(random.nextInt(1, 3), depth + 1);
    Quantifier quantifier = quantifier(true);
    Condition until = quantifier.isUnbounded() && random.nextInt(3) == 0 ? condition(-1) : null;
    return new Group(
        "g" + number,
        contiguity(),
        quantifier,
        elements,
        until,
        random.nextInt(6) == 0 ? minutes(1, 6) : null);
  }

  private Step step(boolean absent) {
    int index = steps++;
    Quantifier quantifier = absent ? Quantifier.ONCE : quantifier(false);
    Condition where = random.nextInt(6) == 0 ? Condition.ALWAYS : condition(index);
    where = where == Condition.ALWAYS ? new TestCondition("always", -1, 0) : where;
    Condition until = quantifier.isUnbounded() && random.nextInt(3) == 0 ? condition(-1) : null;
    if (!absent) {
      readable.add(index);
    }
    return new Step(
        index,
        "s" + index,
        absent && random.nextBoolean() ? Contiguity.RELAXED : contiguity(),
        absent,
        quantifier,
        where,
        until,
        random.nextInt(6) == 0 ? minutes(1, 6) : null);
  }

  private Quantifier quantifier(boolean group) {
    if (linear) {
      int times = random.nextInt(4) == 0 ? random.nextInt(2, 4) : 1;
      return new Quantifier(
          times,
          times,
          false,
          false,
          random.nextBoolean() ? Contiguity.STRICT : Contiguity.RELAXED);
    }
    Contiguity between = contiguity();
    boolean optional = random.nextInt(5) == 0;
    int kind = random.nextInt(6);
    int min = kind < 3 ? 1 : random.nextInt(1, 3);
    int max =
        switch (kind) {
          case 3 -> min;
          case 4 -> min + random.nextInt(1, 3);
          case 5 -> Quantifier.UNBOUNDED;
          default -> 1;
        };
    boolean greedy = !group && max > 1 && between != Contiguity.ANY && random.nextInt(3) == 0;
    return new Quantifier(min, max, optional, greedy, between);
  }

  private Contiguity contiguity() {
    return Contiguity.values()[random.nextInt(3)];
  }

  /**
   * @param own index of the step it belongs to, which it may read too; -1 = none
   */
  private Condition condition(int own) {
    if (!readable.isEmpty() && random.nextInt(3) == 0) {
      int step = readable.get(random.nextInt(readable.size()));
      return new TestCondition(random.nextBoolean() ? "above" : "below", step, 0);
    }
    if (own >= 0 && random.nextInt(10) == 0) {
      return new TestCondition("rising", own, 0);
    }
    return new TestCondition(random.nextBoolean() ? "atLeast" : "atMost", -1, random.nextInt(1, 4));
  }

  private Duration minutes(int least, int bound) {
    return Duration.ofMinutes(random.nextInt(least, bound));
  }

  /** A condition in Kleene's logic on the temperature. */
  public record TestCondition(String kind, int step, double limit) implements Condition {
    @Override
    public Truth evaluate(EvaluationScope scope) {
      double now = scope.current().value(Variables.TEMPERATURE_C);
      switch (kind) {
        case "always":
          return Truth.TRUE;
        case "has":
          return Double.isNaN(now) ? Truth.FALSE : Truth.TRUE;
        case "atLeast":
          return compare(now, limit);
        case "atMost":
          return compare(limit, now);
        default:
          break;
      }
      List<Observation> taken = scope.step(step);
      if (taken.isEmpty()) {
        return kind.equals("rising") ? Truth.TRUE : Truth.UNKNOWN;
      }
      double then = taken.get(taken.size() - 1).value(Variables.TEMPERATURE_C);
      return kind.equals("below") ? compare(then, now) : compare(now, then);
    }

    private static Truth compare(double larger, double smaller) {
      if (Double.isNaN(larger) || Double.isNaN(smaller)) {
        return Truth.UNKNOWN;
      }
      return larger >= smaller ? Truth.TRUE : Truth.FALSE;
    }

    @Override
    public String text() {
      return kind + " " + step + " " + limit;
    }

    @Override
    public String canonical() {
      return text();
    }

    @Override
    public Set<Integer> steps() {
      return step < 0 ? Set.of() : Set.of(step);
    }
  }
}
