package io.petrel.detect;

import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.state.Sha256;
import io.petrel.weather.Observation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule as it runs in one subtask. Not thread-safe. */
final class CompiledRule {
  private static final Duration CONTEXT_WITHOUT_WINDOW = Duration.ofHours(6);

  private final Rule rule;
  private final long key;
  private final boolean draining;
  private final Automaton automaton;
  private final LiveCount live;
  private final RuleScope scope;
  private final @Nullable Filter filter;
  private final Condition[] starts;
  private final @Nullable Condition endsWhen;
  private final long contextMillis;

  private CompiledRule(
      Rule rule,
      long key,
      boolean draining,
      Automaton automaton,
      LiveCount live,
      RuleScope scope,
      SharedParts parts) {
    this.rule = rule;
    this.key = key;
    this.draining = draining;
    this.automaton = automaton;
    this.live = live;
    this.scope = scope;
    this.filter = parts.filter(rule.observations());
    List<Condition> starts = new ArrayList<>();
    collectStarts(rule.pattern(), starts);
    starts.replaceAll(condition -> shared(condition, rule, parts));
    this.starts = starts.toArray(Condition[]::new);
    Condition ends = rule.incident().endsWhen();
    this.endsWhen = ends == null ? null : shared(ends, rule, parts);
    this.contextMillis = contextMillis(rule);
  }

  /**
   * Compiles a rule.
   *
   * @param matching an automaton of the same {@link #key}, whose matches in progress go on; null =
   *     none runs
   */
  static CompiledRule of(
      Rule rule,
      long key,
      boolean draining,
      @Nullable Automaton matching,
      LiveCount live,
      SharedParts parts,
      NfaAutomaton.Shared shared,
      MatcherOptions options) {
    RuleScope scope = scope(rule, parts);
    List<Condition> conditions = new ArrayList<>();
    for (Condition condition : PatternCompiler.conditions(rule)) {
      conditions.add(shared(condition, rule, parts));
    }
    Automaton automaton =
        matching != null
            ? matching
            : automaton(rule, scope(rule, parts), conditions, shared, options);
    return new CompiledRule(rule, key, draining, automaton, live, scope, parts);
  }

  private static Automaton automaton(
      Rule rule,
      RuleScope scope,
      List<Condition> conditions,
      NfaAutomaton.Shared shared,
      MatcherOptions options) {
    return options.kind(rule) == MatcherKind.COMPACT
        ? new CompactAutomaton(rule, scope, conditions, options.limit())
        : new NfaAutomaton(rule, scope, conditions, shared, options.limit());
  }

  private static Condition shared(Condition condition, Rule rule, SharedParts parts) {
    return parts.condition(condition, rule.observations(), () -> scope(rule, parts));
  }

  private static RuleScope scope(Rule rule, SharedParts parts) {
    MeasureCell[] cells = new MeasureCell[rule.measures().size()];
    for (int i = 0; i < cells.length; i++) {
      Measure measure = rule.measures().get(i);
      cells[i] = parts.measure(measure);
    }
    return new RuleScope((slot, at) -> cells[slot].at(at));
  }

  /** The conditions of all steps that can be a match's first; true for the rest would be a lie. */
  private static boolean collectStarts(List<Element> elements, List<Condition> starts) {
    for (Element element : elements) {
      boolean canBeEmpty = false;
      if (element instanceof Step step) {
        starts.add(step.where());
      } else if (element instanceof Group group) {
        canBeEmpty = collectStarts(group.elements(), starts);
      }
      if (!canBeEmpty && !element.quantifier().optional()) {
        return false;
      }
    }
    return true;
  }

  private static long contextMillis(Rule rule) {
    long longest = rule.within() == null ? 0 : rule.within().toMillis();
    for (Measure measure : rule.measures()) {
      longest = Math.max(longest, measure.window().toMillis());
    }
    return longest == 0 ? CONTEXT_WITHOUT_WINDOW.toMillis() : longest;
  }

  /**
   * Stands for the rule's id, what it matches, and since when: matches in progress belong to it.
   *
   * @param since as in {@link RunningSet}
   */
  static long key(Rule rule, long since) {
    byte[] hash = Sha256.of(rule.id() + "\n" + rule.matchVersion() + "\n" + since);
    return ByteBuffer.wrap(hash).getLong();
  }

  Rule rule() {
    return rule;
  }

  long key() {
    return key;
  }

  /** Whether it only finishes what it began. */
  boolean isDraining() {
    return draining;
  }

  Automaton automaton() {
    return automaton;
  }

  /** How many matches of it are in progress here. */
  LiveCount live() {
    return live;
  }

  /** For the texts of a match. */
  RuleScope scope() {
    return scope;
  }

  /** Whether the observation, the last of the history, exists for this rule. */
  boolean sees(History history) {
    return filter == null || history.passes(filter, history.size() - 1);
  }

  /** Whether a match can begin with the observation. */
  boolean canBegin(Observation observation) {
    if (draining) {
      return false;
    }
    for (Condition start : starts) {
      if (scope.holds(start, observation, TakenSteps.NONE)) {
        return true;
      }
    }
    return false;
  }

  /** The narrowest range of a field without which no match can begin; empty = none is known. */
  Optional<Bound> startBound() {
    return starts.length == 1
        ? starts[0].bounds().stream().min(Comparator.comparingDouble(CompiledRule::share))
        : Optional.empty();
  }

  /** What part of the field's plausible values lies in the range. */
  private static double share(Bound bound) {
    double low = Math.max(bound.low(), bound.variable().minimum());
    double high = Math.min(bound.high(), bound.variable().maximum());
    return (high - low) / (bound.variable().maximum() - bound.variable().minimum());
  }

  boolean hasEnd() {
    return endsWhen != null;
  }

  /** Whether {@code ends.when} holds. */
  boolean ends(Observation observation) {
    return endsWhen != null && scope.holds(endsWhen, observation, TakenSteps.NONE);
  }

  /** How far back a match's context reaches. */
  long contextMillis() {
    return contextMillis;
  }
}
