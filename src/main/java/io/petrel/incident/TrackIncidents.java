package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.alert.Resumption;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.Stored;
import io.petrel.state.Stored.Many;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the incidents of each place, the operator's key, and lets {@link IncidentLifecycle} decide.
 *
 * <p>Detections wait until the watermark has passed them and are then taken in event time order,
 * with the ends in between: several stations, and so several upstream tasks, feed one place, and
 * the records must not depend on who was first.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before all else.
final class TrackIncidents
    extends KeyedBroadcastProcessFunction<String, Detection, RuleSetUpdate, Alert>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  /**
   * Of each rule known: {@link #PRESENT}, or the revision that removed it.
   *
   * <p>At a rescale: each subtask gets the copy of any. All copies are alike, for the sets of rules
   * come from one task and a checkpoint stands at the same place among them in every subtask.
   */
  static final MapStateDescriptor<String, Long> RULES =
      new MapStateDescriptor<>("rules", Types.STRING, Types.LONG);

  private static final long PRESENT = -1;

  /** Revisions after which no match of a removed rule can still be on its way. */
  private static final long REMEMBERED_REVISIONS = 100;

  private static final MapStateDescriptor<String, byte[]> INCIDENTS =
      Stored.map("incidents", Types.STRING);

  /** Detections that wait in memory; a match with a full chart has some 20 kB. */
  static final int WAITING_IN_MEMORY = 2_000;

  private static final long WAITING_BYTES = 32L << 20;

  private final IncidentSettings settings;
  private final Set<String> initialRules;

  private transient IncidentLifecycle lifecycle;
  private transient Many<String, IncidentState> incidents;
  private transient Many<String, UnconfirmedEnd> ended;
  private transient WaitingDetections waiting;
  private transient ValueState<Long> endTimer;
  private transient long open;
  private transient IncidentMetrics metrics;

  TrackIncidents(IncidentSettings settings, Set<String> initialRules) {
    this.settings = settings;
    this.initialRules = new HashSet<>(initialRules);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    if (!context.isRestored()) {
      // In the state from the first checkpoint on: a rule that is taken away while nothing runs is
      // missed by the first set after the restart.
      BroadcastState<String, Long> rules = context.getOperatorStateStore().getBroadcastState(RULES);
      for (String rule : initialRules) {
        rules.put(rule, PRESENT);
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    waiting.flush();
  }

  @Override
  public void open(OpenContext context) {
    lifecycle = new IncidentLifecycle(settings);
    incidents = incidents(getRuntimeContext().getMapState(INCIDENTS));
    ended =
        new Many<>(
            getRuntimeContext().getMapState(Stored.map("ended-incidents", Types.STRING)),
            UnconfirmedEnd.CODEC);
    endTimer = getRuntimeContext().getState(new ValueStateDescriptor<>("end-timer", Types.LONG));
    metrics = new IncidentMetrics(getRuntimeContext().getMetricGroup(), this::openIncidents);
  }

  private static Many<String, IncidentState> incidents(MapState<String, byte[]> state) {
    return new Many<>(state, IncidentState.CODEC);
  }

  /** Called by the operator once the function is open. */
  void openKeyed(KeyedStateBackend<String> backend) throws Exception {
    waiting =
        WaitingDetections.restore(
            getRuntimeContext()::getMapState, backend, WAITING_IN_MEMORY, WAITING_BYTES);
    metrics.waitingBytes(waiting::bytesInMemory);
    // Counted and not kept: at a rescale the places change hands, and their count with them.
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        INCIDENTS,
        (place, state) -> state.keys().forEach(rule -> open++));
  }

  /** PlaceIncidents that are open at the places of this subtask. */
  long openIncidents() {
    return open;
  }

  @Override
  public void processElement(Detection detection, ReadOnlyContext context, Collector<Alert> out)
      throws Exception {
    long time = detection.timeMillis();
    if (time <= context.currentWatermark()) {
      metrics.late(); // taken all the same, with the next watermark
    }
    waiting.add(detection);
    context.timerService().registerEventTimeTimer(time);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    long watermark = context.currentWatermark();
    if (watermark == Long.MAX_VALUE) {
      return; // The end of bounded input is no event: what is open stays open.
    }
    SortedMap<Long, List<Detection>> due = waiting.takeUntil(watermark);
    Long registered = endTimer.value();
    if (due.isEmpty() && (registered == null || registered > watermark)) {
      return; // An earlier timer of this place at this watermark has taken all.
    }
    PlaceIncidents before = new PlaceIncidents(incidents.all(), ended.all());
    Set<String> removed = due.isEmpty() ? Set.of() : removedRules(context);
    for (List<Detection> detections : due.values()) {
      for (Detection detection : detections) {
        if (detection instanceof Resumption && !isKnown(detection.rule(), context)) {
          removed.add(detection.rule()); // taken away while nothing ran
        }
      }
    }
    PlaceUpdate outcome = lifecycle.advance(before, due, removed, watermark);
    store(before.open(), outcome.incidents().open(), incidents);
    store(before.ended(), outcome.incidents().ended(), ended);
    tell(before, outcome, out);
    long next = outcome.incidents().nextMillis();
    if (next == Long.MAX_VALUE) {
      endTimer.clear();
    } else if (registered == null || registered <= watermark || next < registered) {
      context.timerService().registerEventTimeTimer(next);
      endTimer.update(next);
    }
  }

  @Override
  public void processBroadcastElement(RuleSetUpdate update, Context context, Collector<Alert> out)
      throws Exception {
    Map<String, Long> known = new TreeMap<>();
    for (Map.Entry<String, Long> entry : context.getBroadcastState(RULES).entries()) {
      known.put(entry.getKey(), entry.getValue());
    }
    Set<String> now = IncidentTracker.ruleIds(update);
    Set<String> removed = new HashSet<>();
    for (Map.Entry<String, Long> entry : known.entrySet()) {
      String rule = entry.getKey();
      if (now.contains(rule)) {
        continue;
      }
      if (entry.getValue() == PRESENT) {
        removed.add(rule);
        context.getBroadcastState(RULES).put(rule, update.revision());
      } else if (update.revision() - entry.getValue() > REMEMBERED_REVISIONS) {
        context.getBroadcastState(RULES).remove(rule);
      }
    }
    for (String rule : now) {
      context.getBroadcastState(RULES).put(rule, PRESENT);
    }
    if (!removed.isEmpty()) {
      long watermark = context.currentWatermark();
      // At the end of bounded input there is no event time: then it is that of each incident.
      long time = watermark == Long.MAX_VALUE ? Long.MIN_VALUE : watermark;
      context.applyToKeyedState(
          INCIDENTS,
          (place, state) -> {
            Many<String, IncidentState> here = incidents(state);
            PlaceIncidents before = new PlaceIncidents(here.all(), Map.of());
            PlaceUpdate outcome = lifecycle.remove(before, removed, time);
            store(before.open(), outcome.incidents().open(), here);
            tell(before, outcome, out);
          });
    }
  }

  private static boolean isKnown(String rule, ReadOnlyContext context) throws Exception {
    return rule.equals(Rule.FEED_SILENT) || context.getBroadcastState(RULES).contains(rule);
  }

  private static Set<String> removedRules(ReadOnlyContext context) throws Exception {
    Set<String> removed = new HashSet<>();
    for (Map.Entry<String, Long> entry : context.getBroadcastState(RULES).immutableEntries()) {
      if (entry.getValue() != PRESENT) {
        removed.add(entry.getKey());
      }
    }
    return removed;
  }

  private static <V> void store(Map<String, V> before, Map<String, V> after, Many<String, V> state)
      throws Exception {
    for (String rule : before.keySet()) {
      if (!after.containsKey(rule)) {
        state.remove(rule);
      }
    }
    for (Map.Entry<String, V> entry : after.entrySet()) {
      if (!entry.getValue().equals(before.get(entry.getKey()))) {
        state.put(entry.getKey(), entry.getValue());
      }
    }
  }

  private void tell(PlaceIncidents before, PlaceUpdate outcome, Collector<Alert> out) {
    open += outcome.incidents().open().size() - before.open().size();
    outcome.records().forEach(out::collect);
    metrics.count(outcome);
  }
}
