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
 * Compiles a rule into the Flink CEP pattern that defines its meaning. The pattern works in {@code
 * CEP.pattern(...)} too; there, measures are missing and the caller applies {@code observations}.
 *
 * <p>Flink's windows exclude their end and Petrel's include it, so each is one millisecond longer
 * here. A {@code within} on a step becomes a condition on the time since the last observation
 * taken, because Flink's {@link WithinType#PREVIOUS_AND_CURRENT} means something else for repeated
 * steps. Where both mean the same, Flink's is set too: it discards what can no longer match.
 */
public final class FlinkPatternCompiler {
  private final Rule rule;
  private final RuleSource source;
  private final RuleScope scope;
  private final List<Condition> conditions;
  private final AfterMatchSkipStrategy strategy;
  private int nextCondition;

  private FlinkPatternCompiler(
      Rule rule, RuleSource source, RuleScope scope, List<Condition> conditions) {
    this.rule = rule;
    this.source = source;
    this.scope = scope;
    this.conditions = conditions;
    this.strategy = strategy(rule.afterMatch());
  }

  /** The pattern of a rule, with all measures missing. */
  public static Pattern<Observation, ?> compile(Rule rule, RuleSource source) {
    return compile(rule, source, new RuleScope(RuleScope.MeasureReader.NONE), conditions(rule));
  }

  /**
   * The pattern of a rule.
   *
   * @param scope in which conditions are evaluated here
   * @param conditions replace {@link #conditions(Rule)}, one for one
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

  /** All conditions of a rule's pattern, in the order in which the compiler meets them. */
  public static List<Condition> conditions(Rule rule) {
    List<Condition> conditions = new ArrayList<>();
    collect(rule.pattern(), (owner, condition) -> conditions.add(condition));
    return conditions;
  }

  /** The step whose {@code where} each of {@link #conditions} is; null for an {@code until}. */
  static List<@Nullable Step> owners(Rule rule) {
    List<@Nullable Step> owners = new ArrayList<>();
    collect(rule.pattern(), (owner, condition) -> owners.add(owner));
    return owners;
  }

  private interface ConditionVisitor {
    void visit(@Nullable Step owner, Condition condition);
  }

  private static void collect(List<Element> elements, ConditionVisitor visitor) {
    for (Element element : elements) {
      Condition until = null;
      if (element instanceof Step step) {
        visitor.visit(step, step.where());
        until = step.until();
      } else if (element instanceof Group group) {
        collect(group.elements(), visitor);
        until = group.until();
      }
      if (until != null) {
        visitor.visit(null, until);
      }
    }
  }

  /** Flink's skip strategy. {@code NfaProgress} implements {@code restart} on top of no skip. */
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
   * @param groupWithin limit of their group: it holds for each element that can begin the group
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
      throw new IllegalArgumentException("rule '%s': a group has no step".formatted(rule.id()));
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
   * Flink correctly ends a partial match that waits too long only before a step that is taken
   * exactly once (before an optional step it would also end matches that skip the step), or at an
   * absence at the end. A strict absence ends with the next observation anyway; Flink would drop it
   * silently.
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
    if (group.quantifier().isUnbounded()
        && group.elements().stream().allMatch(Element::canBeEmpty)) {
      // Flink CEP accepts it and then loops for ever.
      throw new MalformedPatternException(
          "group '%s' repeats without limit, and all its steps are optional"
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

  private StepCondition condition(@Nullable Duration within) {
    int index = nextCondition++;
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
