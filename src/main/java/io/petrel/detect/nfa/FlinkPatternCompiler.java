package io.petrel.detect.nfa;

import io.petrel.detect.match.RuleScope;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.GroupPattern;
import org.apache.flink.cep.pattern.MalformedPatternException;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.jspecify.annotations.Nullable;

/**
 * Turns a rule into the Flink CEP pattern that defines what it means. The pattern works in {@code
 * CEP.pattern(...)} too; there, measures are missing and {@code observations} is the caller's.
 *
 * <p>Flink's windows leave their end out and Petrel's do not, so each is one millisecond longer
 * here. A {@code within} on a step is a condition on the time since the last observation taken,
 * which Flink's own {@link WithinType#PREVIOUS_AND_CURRENT} is not for repeated steps; where
 * Flink's works too it is set as well, because it ends what can no longer match.
 */
public final class FlinkPatternCompiler {
  private final Rule rule;
  private final RuleSource source;
  private final RuleScope scope;
  private final List<Condition> conditions;
  private final AfterMatchSkipStrategy strategy;
  private int place;

  private FlinkPatternCompiler(
      Rule rule, RuleSource source, RuleScope scope, List<Condition> conditions) {
    this.rule = rule;
    this.source = source;
    this.scope = scope;
    this.conditions = conditions;
    this.strategy = strategy(rule.afterMatch());
  }

  /** The pattern of a rule whose conditions see no measures. */
  public static Pattern<Observation, ?> compile(Rule rule, RuleSource source) {
    return compile(rule, source, new RuleScope(RuleScope.MeasureReader.NONE), conditions(rule));
  }

  /**
   * The pattern of a rule.
   *
   * @param scope in which conditions are evaluated here
   * @param conditions what stands for each of {@link #conditions(Rule)}
   * @throws org.apache.flink.cep.pattern.MalformedPatternException or another runtime exception if
   *     Flink CEP refuses the pattern
   */
  public static Pattern<Observation, ?> compile(
      Rule rule, RuleSource source, RuleScope scope, List<Condition> conditions) {
    FlinkPatternCompiler compiler = new FlinkPatternCompiler(rule, source, scope, conditions);
    Pattern<Observation, Observation> pattern = compiler.chain(rule.pattern(), true, null);
    Duration within = rule.within();
    return within == null ? pattern : pattern.within(within.plusMillis(1));
  }

  /** All conditions of a rule's pattern, in the order in which they are compiled. */
  public static List<Condition> conditions(Rule rule) {
    List<Condition> conditions = new ArrayList<>();
    collect(rule.pattern(), conditions);
    return conditions;
  }

  /** The step whose {@code where} each of {@link #conditions} is; null for an {@code until}. */
  static List<@Nullable Step> owners(Rule rule) {
    List<@Nullable Step> owners = new ArrayList<>();
    collectOwners(rule.pattern(), owners);
    return owners;
  }

  private static void collectOwners(List<Element> elements, List<@Nullable Step> owners) {
    for (Element element : elements) {
      if (element instanceof Step step) {
        owners.add(step);
        if (step.until() != null) {
          owners.add(null);
        }
      } else if (element instanceof Group group) {
        collectOwners(group.elements(), owners);
        if (group.until() != null) {
          owners.add(null);
        }
      }
    }
  }

  private static void collect(List<Element> elements, List<Condition> conditions) {
    for (Element element : elements) {
      if (element instanceof Step step) {
        conditions.add(step.where());
        if (step.until() != null) {
          conditions.add(step.until());
        }
      } else if (element instanceof Group group) {
        collect(group.elements(), conditions);
        if (group.until() != null) {
          conditions.add(group.until());
        }
      }
    }
  }

  /** How Flink goes on after a match. {@code restart} is built on no skipping at all. */
  static AfterMatchSkipStrategy strategy(AfterMatch afterMatch) {
    return switch (afterMatch.kind()) {
      case RESTART, NO_SKIP -> AfterMatchSkipStrategy.noSkip();
      case SKIP_TO_NEXT -> AfterMatchSkipStrategy.skipToNext();
      case SKIP_PAST_LAST -> AfterMatchSkipStrategy.skipPastLastEvent();
      case SKIP_TO_FIRST -> AfterMatchSkipStrategy.skipToFirst(target(afterMatch));
      case SKIP_TO_LAST -> AfterMatchSkipStrategy.skipToLast(target(afterMatch));
    };
  }

  private static String target(AfterMatch afterMatch) {
    String step = afterMatch.step();
    if (step == null) {
      throw new IllegalArgumentException(afterMatch.kind() + " needs a step");
    }
    return step;
  }

  /**
   * @param whole whether these are the elements of the rule itself
   * @param groupWithin limit of the group that these make up: it holds for whatever can begin it
   */
  private Pattern<Observation, Observation> chain(
      List<Element> elements, boolean whole, @Nullable Duration groupWithin) {
    Pattern<Observation, Observation> previous = null;
    @Nullable Duration inherited = groupWithin;
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      boolean last = whole && i == elements.size() - 1;
      Duration within = shorter(element.within(), inherited);
      if (element instanceof Step step) {
        previous = step(previous, step, last, within);
      } else if (element instanceof Group group) {
        previous = group(previous, group, within);
      }
      if (!element.quantifier().optional()) {
        inherited = null;
      }
    }
    if (previous == null) {
      throw new IllegalArgumentException(
          "rule '%s' has a group without a step".formatted(rule.id()));
    }
    return previous;
  }

  private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private Pattern<Observation, Observation> step(
      @Nullable Pattern<Observation, Observation> previous,
      Step step,
      boolean last,
      @Nullable Duration within) {
    Pattern<Observation, Observation> pattern = begin(previous, step);
    pattern = pattern.where(condition(within));
    if (!step.absent()) {
      quantify(pattern, step.quantifier());
    }
    if (step.until() != null) {
      pattern = pattern.until(condition(null));
    }
    if (within != null && previous != null && canPrune(step, last) && !exceedsWhole(within)) {
      pattern = pattern.within(within.plusMillis(1), WithinType.PREVIOUS_AND_CURRENT);
    }
    return pattern;
  }

  /**
   * Flink ends a match in progress that waits too long only before a step that is taken exactly
   * once (before an optional one it would end those that leave it out, too), or at an absence at
   * the end. A strict absence ends with the next observation anyway; Flink would drop it silently.
   */
  private static boolean canPrune(Step step, boolean last) {
    return step.absent()
        ? last && step.follows() != Contiguity.STRICT
        : !step.quantifier().isRepeated() && !step.quantifier().optional();
  }

  /** Flink refuses a window between two steps that is longer than the whole. */
  private boolean exceedsWhole(Duration within) {
    Duration whole = rule.within();
    return whole != null && within.compareTo(whole) > 0;
  }

  private Pattern<Observation, Observation> begin(
      @Nullable Pattern<Observation, Observation> previous, Step step) {
    if (previous == null) {
      return Pattern.<Observation>begin(step.name(), strategy);
    }
    if (step.absent()) {
      return step.follows() == Contiguity.STRICT
          ? previous.notNext(step.name())
          : previous.notFollowedBy(step.name());
    }
    return switch (step.follows()) {
      case STRICT -> previous.next(step.name());
      case RELAXED -> previous.followedBy(step.name());
      case ANY -> previous.followedByAny(step.name());
    };
  }

  private GroupPattern<Observation, Observation> group(
      @Nullable Pattern<Observation, Observation> previous,
      Group group,
      @Nullable Duration within) {
    if (group.quantifier().isUnbounded() && canBeEmpty(group)) {
      // Flink CEP accepts it and then goes round in it for ever.
      throw new MalformedPatternException(
          "group '%s' repeats without limit, and all in it may be left out"
              .formatted(group.name()));
    }
    Pattern<Observation, Observation> inner = chain(group.elements(), false, within);
    GroupPattern<Observation, Observation> pattern;
    if (previous == null) {
      pattern = Pattern.begin(inner, strategy);
    } else {
      pattern =
          switch (group.follows()) {
            case STRICT -> previous.next(inner);
            case RELAXED -> previous.followedBy(inner);
            case ANY -> previous.followedByAny(inner);
          };
    }
    quantify(pattern, group.quantifier());
    if (group.until() != null) {
      pattern.until(condition(null));
    }
    return pattern;
  }

  private static boolean canBeEmpty(Group group) {
    for (Element element : group.elements()) {
      boolean optional =
          element.quantifier().optional()
              || (element instanceof Step step && step.absent())
              || (element instanceof Group inner && canBeEmpty(inner));
      if (!optional) {
        return false;
      }
    }
    return true;
  }

  private StepCondition condition(@Nullable Duration within) {
    int index = place++;
    return new StepCondition(
        source, index, within == null ? -1 : within.toMillis(), rule, conditions.get(index), scope);
  }

  private static void quantify(Pattern<Observation, Observation> pattern, Quantifier quantifier) {
    if (quantifier.isUnbounded()) {
      pattern.timesOrMore(quantifier.min());
    } else if (quantifier.max() > 1) {
      if (quantifier.min() == quantifier.max()) {
        pattern.times(quantifier.min());
      } else {
        pattern.times(quantifier.min(), quantifier.max());
      }
    }
    if (quantifier.isRepeated()) {
      switch (quantifier.between()) {
        case STRICT -> pattern.consecutive();
        case ANY -> pattern.allowCombinations();
        case RELAXED -> {}
      }
    }
    if (quantifier.optional()) {
      pattern.optional();
    }
    if (quantifier.greedy()) {
      pattern.greedy();
    }
  }
}
