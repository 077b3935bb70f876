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
import org.jspecify.annotations.Nullable;

/**
 * Tells of a rule's change when it runs everywhere: waits for all subtasks and adds up what they
 * dropped. Subtasks say what they run whenever they begin; it remembers what was told of each rule,
 * and tells only what is not known yet. Runs with parallelism 1.
 */
public final class RuleChangeAggregator extends ProcessFunction<AppliedChange, RuleEvent>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private transient @Nullable Map<String, Words> waiting;
  private transient @Nullable Map<String, RuleEvent> told;

  /**
   * At a rescale: this has one subtask always, so it gets the whole list. Words of subtasks that
   * are no more count no longer once one of another parallelism comes, see {@link Words#add}.
   */
  private transient @Nullable Listed<AppliedChange> waitingState;

  /** At a rescale: as above; what was told stays told. */
  private transient @Nullable Listed<RuleEvent> toldState;

  /** What the subtasks have said of one change. */
  private static final class Words {
    final Map<Integer, AppliedChange> bySubtask = new TreeMap<>();

    /** A subtask that begins anew says it again; with another parallelism, all do. */
    void add(AppliedChange word) {
      bySubtask.values().removeIf(other -> other.subtasks() != word.subtasks());
      bySubtask.put(word.subtask(), word);
    }

    boolean complete() {
      return bySubtask.values().iterator().next().subtasks() == bySubtask.size();
    }

    RuleEvent sum() {
      long dropped = 0;
      long latest = 0;
      for (AppliedChange word : bySubtask.values()) {
        dropped += word.event().droppedPartialMatches();
        latest = Math.max(latest, word.event().timeMillis());
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
    Map<String, Words> waiting = Objects.requireNonNull(this.waiting);
    Words words = waiting.computeIfAbsent(key(change), k -> new Words());
    words.add(change);
    if (words.complete()) {
      waiting.remove(key(change));
      tell(words.sum(), out);
    }
  }

  private static String key(AppliedChange change) {
    RuleEvent event = change.event();
    return change.revision() + "\n" + event.outcome() + "\n" + event.key();
  }

  private void tell(RuleEvent event, Collector<RuleEvent> out) {
    Map<String, RuleEvent> told = Objects.requireNonNull(this.told);
    switch (event.outcome()) {
      case ACCEPTED -> {
        told.put(event.rule(), event);
        out.collect(event);
      }
      case REMOVED -> {
        told.remove(event.rule());
        out.collect(event);
      }
      case RUNNING -> {
        RuleEvent before = told.get(event.rule());
        RuleEvent now = before == null ? event : goingOn(before, event);
        if (before == null || !Objects.equals(now.running(), before.running())) {
          told.put(event.rule(), now);
          out.collect(now);
        }
      }
      case REJECTED, REPAIRED -> out.collect(event);
    }
  }

  /** The event with the time from which its version has been running. */
  private static RuleEvent goingOn(RuleEvent before, RuleEvent event) {
    RuleEvent.Running then = before.running();
    RuleEvent.Running now = event.running();
    return then == null || now == null || !before.version().equals(event.version())
        ? event
        : event.withRunning(
            new RuleEvent.Running(now.matcher(), now.subtasks(), then.sinceMillis()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<AppliedChange> words = new ArrayList<>();
    Objects.requireNonNull(waiting).values().forEach(one -> words.addAll(one.bySubtask.values()));
    Objects.requireNonNull(waitingState).update(words);
    Objects.requireNonNull(toldState).update(List.copyOf(Objects.requireNonNull(told).values()));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    Map<String, Words> waiting = new HashMap<>();
    Map<String, RuleEvent> told = new HashMap<>();
    Listed<AppliedChange> waitingState =
        Listed.in(context.getOperatorStateStore(), "waiting", AppliedChange.CODEC);
    Listed<RuleEvent> toldState =
        Listed.in(context.getOperatorStateStore(), "told", RuleEvent.CODEC);
    for (AppliedChange word : waitingState.get()) {
      waiting.computeIfAbsent(key(word), k -> new Words()).add(word);
    }
    for (RuleEvent event : toldState.get()) {
      told.put(event.rule(), event);
    }
    this.waiting = waiting;
    this.told = told;
    this.waitingState = waitingState;
    this.toldState = toldState;
  }
}
