package io.petrel.detect.measure;

import io.petrel.detect.match.PartialMatchCounter;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.state.Sha256;
import io.petrel.weather.Observation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule compiled for one subtask; its {@code RuleGroup} matches it. Not thread-safe. */
public final class CompiledRule {
  private static final Duration CONTEXT_WITHOUT_WINDOW = Duration.ofHours(6);

  private final Rule rule;
  private final long since;
  private final long key;
  private final boolean draining;
  private final PartialMatchCounter live;
  private final SharedParts parts;
  private final RuleScope scope;
  private final List<Step> steps;
  private final @Nullable ObservationFilter filter;
  private final @Nullable Condition endsWhen;
  private final long contextMillis;

  /**
   * @param since as in {@code ActiveRuleSet}
   */
  public CompiledRule(
      Rule rule, long since, boolean draining, PartialMatchCounter live, SharedParts parts) {
    this.rule = rule;
    this.since = since;
    this.key = key(rule, since);
    this.draining = draining;
    this.live = live;
    this.parts = parts;
    this.scope = newScope();
    this.steps = List.copyOf(rule.steps());
    this.filter = parts.filter(rule.observations());
    Condition ends = rule.incident().endsWhen();
    this.endsWhen = ends == null ? null : shared(ends);
    this.contextMillis = contextMillis(rule);
  }

  /** {@link FlinkPatternCompiler#conditions}, each {@link #shared}. */
  public List<Condition> conditions() {
    return FlinkPatternCompiler.conditions(rule).stream().map(this::shared).toList();
  }

  /** The condition that is evaluated once for all rules that have it. */
  public Condition shared(Condition condition) {
    return parts.condition(condition, rule.observations(), this::newScope);
  }

  /** A scope with the rule's measures. */
  public RuleScope newScope() {
    return new RuleScope(
        new Cells(rule.measures().stream().map(parts::measure).toArray(MeasureCell[]::new)));
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared, and read for each observation.
  private record Cells(MeasureCell[] bySlot) implements RuleScope.MeasureReader {
    @Override
    public double value(int slot, Observation at) {
      return bySlot[slot].at(at);
    }

    @Override
    public @Nullable Observation extreme(int slot, Observation at) {
      return bySlot[slot].extreme(at);
    }
  }

  private static long contextMillis(Rule rule) {
    long within = rule.within() == null ? 0 : rule.within().toMillis();
    long longest = Math.max(within, longestWindowMillis(rule));
    return longest == 0 ? CONTEXT_WITHOUT_WINDOW.toMillis() : longest;
  }

  private static long longestWindowMillis(Rule rule) {
    return rule.measures().stream()
        .mapToLong(measure -> measure.window().toMillis())
        .max()
        .orElse(0);
  }

  /**
   * Identifies the rule's id, what it matches, and since when. Partial matches belong to this key.
   *
   * @param since as in {@code ActiveRuleSet}
   */
  public static long key(Rule rule, long since) {
    byte[] hash = Sha256.of(rule.id() + "\n" + rule.matchVersion() + "\n" + since);
    return ByteBuffer.wrap(hash).getLong();
  }

  public Rule rule() {
    return rule;
  }

  /** The steps of the rule, including those in groups, by {@link Step#index()}. */
  public List<Step> steps() {
    return steps;
  }

  public long key() {
    return key;
  }

  /** As in {@code ActiveRuleSet}. */
  public long since() {
    return since;
  }

  /** Excludes observations; null = the rule uses all. */
  public @Nullable ObservationFilter filter() {
    return filter;
  }

  /** Whether it only completes partial matches and begins none. */
  public boolean isDraining() {
    return draining;
  }

  /** Counts its partial matches in this subtask. */
  public PartialMatchCounter live() {
    return live;
  }

  /** For the texts of its matches. */
  public RuleScope scope() {
    return scope;
  }

  /** Whether the rule uses the newest observation of the history. */
  public boolean sees(ObservationBuffer history) {
    return filter == null || history.passes(filter, history.size() - 1);
  }

  public boolean hasEnd() {
    return endsWhen != null;
  }

  /** Whether {@code ends.when} holds. */
  public boolean ends(Observation observation) {
    return endsWhen != null && scope.holds(endsWhen, observation, TakenSteps.NONE);
  }

  /** How far back to keep observations for the context of a match and its first step's measures. */
  public long keptMillis() {
    if (rule.pattern().size() == 1) {
      return contextMillis;
    }
    Duration within = rule.within();
    return within == null
        ? Long.MAX_VALUE
        : Math.max(contextMillis, within.toMillis() + longestWindowMillis(rule));
  }

  /** How far back a match's context reaches. */
  public long contextMillis() {
    return contextMillis;
  }
}
