package io.petrel.detect.rules;

import io.petrel.rule.RuleEvent;
import io.petrel.state.Stored.Listed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits a rule's change when all subtasks have applied it, with the sum of the partial matches that
 * they dropped. Subtasks report their rules at each start; it remembers the last event of each rule
 * and emits only news. Runs with parallelism 1.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first.
public final class RuleChangeAggregator extends ProcessFunction<AppliedChange, RuleEvent>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private transient Map<String, Reports> waiting;
  private transient Map<String, RuleEvent> emitted;

  /**
   * At a rescale: always one subtask, so it gets the whole list. The first report of another
   * parallelism replaces those of the old one, see {@link Reports#add}.
   */
  private transient Listed<AppliedChange> waitingState;

  /** At a rescale: always one subtask, so it gets the whole list. */
  private transient Listed<RuleEvent> emittedState;

  /** The subtasks' reports of one change. */
  private static final class Reports {
    final Map<Integer, AppliedChange> bySubtask = new TreeMap<>();

    /** A subtask that restarts reports again; with another parallelism, all do. */
    void add(AppliedChange report) {
      bySubtask.values().removeIf(other -> other.subtasks() != report.subtasks());
      bySubtask.put(report.subtask(), report);
    }

    boolean complete() {
      return bySubtask.values().iterator().next().subtasks() == bySubtask.size();
    }

    RuleEvent sum() {
      long dropped = 0;
      long latest = 0;
      for (AppliedChange report : bySubtask.values()) {
        dropped += report.event().droppedPartialMatches();
        latest = Math.max(latest, report.event().timeMillis());
      }
      RuleEvent one = bySubtask.values().iterator().next().event();
      RuleEvent.Running running = one.running();
      return new RuleEvent(
          one.rule(),
          one.version(),
          one.outcome(),
          one.why(),
          dropped,
          latest,
          one.file(),
          running == null
              ? null
              : new RuleEvent.Running(running.matcher(), bySubtask.size(), latest));
    }
  }

  @Override
  public void processElement(AppliedChange change, Context context, Collector<RuleEvent> out) {
    Reports reports = waiting.computeIfAbsent(key(change), k -> new Reports());
    reports.add(change);
    if (reports.complete()) {
      waiting.remove(key(change));
      emit(reports.sum(), out);
    }
  }

  private static String key(AppliedChange change) {
    RuleEvent event = change.event();
    return change.revision() + "\n" + event.outcome() + "\n" + event.key();
  }

  private void emit(RuleEvent event, Collector<RuleEvent> out) {
    switch (event.outcome()) {
      case ACCEPTED -> {
        emitted.put(event.rule(), event);
        out.collect(event);
      }
      case REMOVED -> {
        emitted.remove(event.rule());
        out.collect(event);
      }
      case RUNNING -> {
        RuleEvent before = emitted.get(event.rule());
        RuleEvent now = before == null ? event : withStartOf(before, event);
        if (before == null || !Objects.equals(now.running(), before.running())) {
          emitted.put(event.rule(), now);
          out.collect(now);
        }
      }
      case REJECTED, REPAIRED -> out.collect(event);
    }
  }

  /** The event with the time since which its version has been running. */
  private static RuleEvent withStartOf(RuleEvent before, RuleEvent event) {
    RuleEvent.Running then = before.running();
    RuleEvent.Running now = event.running();
    return then == null || now == null || !before.version().equals(event.version())
        ? event
        : event.withRunning(
            new RuleEvent.Running(now.matcher(), now.subtasks(), then.sinceMillis()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<AppliedChange> reports = new ArrayList<>();
    waiting.values().forEach(one -> reports.addAll(one.bySubtask.values()));
    waitingState.update(reports);
    emittedState.update(List.copyOf(emitted.values()));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    waiting = new HashMap<>();
    emitted = new HashMap<>();
    waitingState = Listed.in(context.getOperatorStateStore(), "waiting", AppliedChange.CODEC);
    emittedState = Listed.in(context.getOperatorStateStore(), "told", RuleEvent.CODEC);
    for (AppliedChange report : waitingState.get()) {
      waiting.computeIfAbsent(key(report), k -> new Reports()).add(report);
    }
    for (RuleEvent event : emittedState.get()) {
      emitted.put(event.rule(), event);
    }
  }
}
