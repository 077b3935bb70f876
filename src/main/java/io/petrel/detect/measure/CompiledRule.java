package io.petrel.detect.measure;

import io.petrel.detect.match.PartialMatchCounter;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.rule.Condition;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.state.Sha256;
import io.petrel.weather.Observation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule as it runs in one subtask; its {@code RuleGroup} matches it. Not thread-safe. */
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
   * Compiles a rule.
   *
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

  /** What stands for each of {@link FlinkPatternCompiler#conditions}. */
  public List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    for (Condition condition : FlinkPatternCompiler.conditions(rule)) {
      conditions.add(shared(condition));
    }
    return conditions;
  }

  /** The condition that is evaluated once for all rules that have it. */
  public Condition shared(Condition condition) {
    return parts.condition(condition, rule.observations(), this::newScope);
  }

  /** A scope with the rule's measures. */
  public RuleScope newScope() {
    MeasureCell[] cells = new MeasureCell[rule.measures().size()];
    for (int i = 0; i < cells.length; i++) {
      Measure measure = rule.measures().get(i);
      cells[i] = parts.measure(measure);
    }
    return new RuleScope(new Cells(cells));
  }

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
   * Stands for the rule's id, what it matches, and since when: matches in progress belong to it.
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

  /** The steps of the rule, those in groups, too, by {@link Step#index()}. */
  public List<Step> steps() {
    return steps;
  }

  public long key() {
    return key;
  }

  /** The epoch from which on it matches as it does, as in {@code ActiveRuleSet}. */
  public long since() {
    return since;
  }

  /** What decides which observations exist for it; null = nothing. */
  public @Nullable ObservationFilter filter() {
    return filter;
  }

  /** Whether it only finishes what it began. */
  public boolean isDraining() {
    return draining;
  }

  /** How many matches of it are in progress here. */
  public PartialMatchCounter live() {
    return live;
  }

  /** For the texts of a match. */
  public RuleScope scope() {
    return scope;
  }

  /** Whether the observation, the last of the history, exists for this rule. */
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

  /**
   * How far back observations are kept for the context of a match, and for what its first step
   * measured.
   */
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
