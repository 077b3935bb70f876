package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Resumption;
import io.petrel.alert.detection.Revision;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleSetUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.util.Collector;

/**
 * Keeps the ledger of each place, the operator's key, and lets {@link PlaceLedger} decide.
 *
 * <p>Detections that were emitted when they were certain wait until the watermark has passed them
 * here too, and are then taken in event time order: several stations, and so several upstream
 * tasks, feed one place, and the records must not depend on who was first. All others are taken at
 * once, and what they lead to is corrected when others prove to be first.
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

  /** Detections that wait in memory; a match with a full chart has some 20 kB. */
  static final int WAITING_IN_MEMORY = 2_000;

  private static final long WAITING_BYTES = 32L << 20;

  private static final long LEDGER_BYTES = 64L << 20;

  /** Detections that are taken together, at most. */
  private static final int MOST_ARRIVED = 1_000;

  private final IncidentSettings settings;
  private final Set<String> initialRules;

  private transient KeyedStateBackend<String> backend;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient BroadcastState<String, Long> rules;
  private transient PlaceLedgers ledgers;
  private transient WaitingDetections waiting;

  /**
   * By place, in the order of arrival: detections that do not wait for the watermark. Empty at a
   * checkpoint.
   */
  private transient Map<String, List<Detection>> arrived;

  private transient int arrivedCount;
  private transient long open;
  private transient IncidentMetrics metrics;

  TrackIncidents(IncidentSettings settings, Set<String> initialRules) {
    this.settings = settings;
    this.initialRules = new HashSet<>(initialRules);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rules = context.getOperatorStateStore().getBroadcastState(RULES);
    if (!context.isRestored()) {
      // In the state from the first checkpoint on: a rule that is taken away while nothing runs is
      // missed by the first set after the restart.
      for (String rule : initialRules) {
        rules.put(rule, PRESENT);
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (hasArrived()) {
      throw new IllegalStateException(
          arrivedCount + " detections were not taken before the barrier");
    }
    waiting.flush();
    ledgers.flush();
  }

  @Override
  public void open(OpenContext context) {
    arrived = new LinkedHashMap<>();
    metrics = new IncidentMetrics(getRuntimeContext().getMetricGroup(), this::openIncidents);
  }

  /** Called by the operator once the function is open. */
  void openKeyed(
      KeyedStateBackend<String> keyedBackend, InternalTimerService<VoidNamespace> timerService)
      throws Exception {
    backend = keyedBackend;
    timers = timerService;
    waiting =
        WaitingDetections.restore(
            getRuntimeContext()::getMapState, backend, WAITING_IN_MEMORY, WAITING_BYTES);
    metrics.waitingBytes(waiting::bytesInMemory);
    ledgers = new PlaceLedgers(settings, getRuntimeContext(), backend, timers, LEDGER_BYTES);
    // Counted and not kept: at a rescale the places change hands, and their count with them.
    open = ledgers.countOpen();
  }

  /** PlaceIncidents that are open at the places of this subtask. */
  long openIncidents() {
    return open;
  }

  @Override
  public void processElement(Detection detection, ReadOnlyContext context, Collector<Alert> out)
      throws Exception {
    if (waits(detection)) {
      if (detection.timeMillis() <= timers.currentWatermark()) {
        metrics.late(1); // taken all the same, with the next watermark
      }
      await(detection);
    } else {
      arrived.computeIfAbsent(backend.getCurrentKey(), first -> new ArrayList<>()).add(detection);
      arrivedCount++;
    }
  }

  /** Whether it is taken only when the watermark has passed it. */
  private static boolean waits(Detection detection) {
    if (detection instanceof Match match) {
      return match.incident().whenCertain();
    }
    if (detection instanceof Clear clear) {
      return clear.whenCertain();
    }
    return detection instanceof Resumption;
  }

  private void await(Detection detection) throws Exception {
    waiting.add(detection);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, detection.timeMillis());
  }

  /** Whether detections have come that do not wait for the watermark and are not taken yet. */
  boolean hasArrived() {
    return arrivedCount > 0;
  }

  /** Whether so many have come that they should be taken now. */
  boolean isFull() {
    return arrivedCount >= MOST_ARRIVED;
  }

  /** Takes what has arrived, each place's together. Changes the backend's key. */
  void takeArrived(TimestampedCollector<Alert> out) throws Exception {
    Set<String> removed = removedRules();
    for (Map.Entry<String, List<Detection>> place : arrived.entrySet()) {
      backend.setCurrentKey(place.getKey());
      List<Detection> detections = new ArrayList<>();
      for (Detection detection : place.getValue()) {
        detections.add(detection instanceof Revision revision ? certain(revision) : detection);
      }
      metrics.late(take(detections, removed, out::setAbsoluteTimestamp, out));
    }
    arrived.clear();
    arrivedCount = 0;
  }

  /** The revision of what was taken; what it changes of that which waits is done. */
  private Revision certain(Revision revision) throws Exception {
    List<Revision.Withdrawn> withdrawn = new ArrayList<>();
    for (Revision.Withdrawn each : revision.withdrawn()) {
      if (!waiting.withdraw(each)) {
        withdrawn.add(each);
      }
    }
    List<Detection> added = new ArrayList<>();
    for (Detection each : revision.added()) {
      if (waits(each) && each.timeMillis() > timers.currentWatermark()) {
        await(each);
      } else {
        added.add(each);
      }
    }
    return new Revision(
        revision.rule(),
        revision.ruleVersion(),
        revision.stationId(),
        revision.timeMillis(),
        revision.by(),
        withdrawn,
        added,
        revision.cause());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    long watermark = timers.currentWatermark();
    if (watermark == Long.MAX_VALUE) {
      return; // The end of bounded input is no event: what is open stays open.
    }
    SortedMap<Long, List<Detection>> due = waiting.takeUntil(watermark);
    if (due.isEmpty() && ledgers.timerMillis() > watermark) {
      return; // An earlier timer of this place at this watermark has taken all.
    }
    List<Detection> detections = new ArrayList<>();
    due.values().forEach(detections::addAll);
    Set<String> removed = due.isEmpty() ? Set.of() : removedRules();
    for (Detection detection : detections) {
      if (detection instanceof Resumption && !isKnown(detection.rule())) {
        removed.add(detection.rule()); // taken away while nothing ran
      }
    }
    take(detections, removed, time -> {}, out);
  }

  /**
   * @param stamp sets the timestamp of the records that follow
   * @return how many detections came when their time was final
   */
  private int take(
      List<Detection> detections, Set<String> removed, LongConsumer stamp, Collector<Alert> out)
      throws Exception {
    PlaceLedger ledger = ledgers.get();
    long before = ledger.openCount();
    PlaceLedger.Outcome outcome = ledger.take(detections, removed, timers.currentWatermark());
    tell(before, ledger, outcome, stamp, out);
    return outcome.late;
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
      long watermark = timers.currentWatermark();
      // At the end of bounded input there is no event time: then it is that of each incident.
      long time = watermark == Long.MAX_VALUE ? Long.MIN_VALUE : watermark;
      ledgers.flush();
      context.applyToKeyedState(
          PlaceLedgers.HEADS,
          (place, state) -> {
            PlaceLedger ledger = ledgers.get();
            long before = ledger.openCount();
            tell(before, ledger, ledger.remove(removed, time), stamp -> {}, out);
          });
    }
  }

  private boolean isKnown(String rule) throws Exception {
    return rule.equals(Rule.FEED_SILENT) || rules.contains(rule);
  }

  private Set<String> removedRules() throws Exception {
    Set<String> removed = new HashSet<>();
    for (Map.Entry<String, Long> entry : rules.immutableEntries()) {
      if (entry.getValue() != PRESENT) {
        removed.add(entry.getKey());
      }
    }
    return removed;
  }

  private void tell(
      long openBefore,
      PlaceLedger ledger,
      PlaceLedger.Outcome outcome,
      LongConsumer stamp,
      Collector<Alert> out)
      throws Exception {
    open += ledger.openCount() - openBefore;
    for (Alert alert : outcome.records) {
      stamp.accept(alert.sentMillis());
      out.collect(alert);
    }
    metrics.count(outcome);
    ledgers.changed();
  }
}
