package io.petrel.detect;

import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.AppliedChange;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleChangeAggregator;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Says, for one subtask, which rules run in it and what became of a change. */
final class RuleStatusReporter {
  private final int subtask;
  private final int subtasks;
  private final Consumer<AppliedChange> out;

  RuleStatusReporter(int subtask, int subtasks, Consumer<AppliedChange> out) {
    this.subtask = subtask;
    this.subtasks = subtasks;
    this.out = out;
  }

  /**
   * Says what runs when the subtask begins, also after a restore: {@link RuleChangeAggregator}
   * knows what is no news.
   *
   * @param now wall clock
   */
  void begins(ActiveRuleSet set, CompiledRuleSet rules, long now) {
    String job = String.format(Locale.ROOT, "the job began with %d rules", rules.size());
    tell(set, new RuleEvent("", "", RuleEvent.Outcome.RUNNING, job, 0, now));
    for (CompiledRule rule : new TreeMap<>(rules.byId()).values()) {
      tell(
          set,
          new RuleEvent(
                  rule.rule().id(),
                  rule.rule().version(),
                  RuleEvent.Outcome.RUNNING,
                  "runs unchanged since the job began or resumed",
                  0,
                  now)
              .withRunning(running(rule, now)));
    }
  }

  /** Says what came of a change. */
  void changed(ActiveRuleSet set, CompiledRuleSet rules, List<RuleEvent> events) {
    for (RuleEvent event : events) {
      CompiledRule rule = rules.byId().get(event.rule());
      tell(set, rule == null ? event : event.withRunning(running(rule, event.timeMillis())));
    }
  }

  /**
   * Says which files cannot run here.
   *
   * @param why by file
   * @param now wall clock
   */
  void refused(ActiveRuleSet set, Map<RuleFile, String> why, long now) {
    why.forEach(
        (file, reason) ->
            tell(
                set,
                RuleEvent.ofFile(
                    file.name(),
                    file.id(),
                    file.version(),
                    RuleEvent.Outcome.REJECTED,
                    reason,
                    now)));
  }

  private RuleEvent.Running running(CompiledRule rule, long now) {
    String matcher = Detector.matcher(rule.rule()).name().toLowerCase(Locale.ROOT);
    return new RuleEvent.Running(matcher, subtasks, now);
  }

  private void tell(ActiveRuleSet set, RuleEvent event) {
    out.accept(new AppliedChange(set.rules().revision(), subtask, subtasks, event));
  }
}
