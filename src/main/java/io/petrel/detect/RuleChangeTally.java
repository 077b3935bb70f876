package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.state.CodecTypeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a rule's change when it runs everywhere: waits for all subtasks and adds up what they
 * dropped. Runs with parallelism 1.
 */
final class RuleChangeTally extends ProcessFunction<AppliedChange, RuleEvent>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private transient @Nullable Map<String, List<AppliedChange>> waiting;
  private transient @Nullable ListState<AppliedChange> state;

  @Override
  public void processElement(AppliedChange change, Context context, Collector<RuleEvent> out) {
    Map<String, List<AppliedChange>> waiting = waiting();
    String key = change.revision() + "\n" + change.event().rule();
    List<AppliedChange> words = waiting.computeIfAbsent(key, k -> new ArrayList<>());
    words.add(change);
    if (words.size() >= change.subtasks()) {
      waiting.remove(key);
      long dropped = 0;
      long latest = 0;
      for (AppliedChange word : words) {
        dropped += word.event().droppedPartialMatches();
        latest = Math.max(latest, word.event().timeMillis());
      }
      RuleEvent event = change.event();
      out.collect(
          new RuleEvent(
              event.rule(), event.version(), event.outcome(), event.why(), dropped, latest));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<AppliedChange> all = new ArrayList<>();
    waiting().values().forEach(all::addAll);
    if (state != null) {
      state.update(all);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<AppliedChange> restored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "waiting", CodecTypeInfo.of(AppliedChangeCodec.INSTANCE)));
    state = restored;
    for (AppliedChange change : restored.get()) {
      waiting()
          .computeIfAbsent(change.revision() + "\n" + change.event().rule(), k -> new ArrayList<>())
          .add(change);
    }
  }

  private Map<String, List<AppliedChange>> waiting() {
    Map<String, List<AppliedChange>> known = waiting;
    if (known == null) {
      known = new HashMap<>();
      waiting = known;
    }
    return known;
  }
}
