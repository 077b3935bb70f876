package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.AppliedChange;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.RuleSetTransition;
import io.petrel.rule.Emit;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.state.Stored;
import io.petrel.state.Stored.OneForAll;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * All rules over the stations of a subtask. Input 1: observations by station. Input 2: sets of
 * rules, broadcast.
 *
 * <p>An observation that is to be certain waits until the watermark has passed its time; then
 * stations are looked at in the order of event time, whatever the spacing of watermarks. Others are
 * matched when they arrive, and revised when they come late ({@link StationReviser}). Only input 1
 * moves event time. The end of all time (the watermark of a finished input) is passed on and moves
 * nothing: what is open stays open.
 *
 * <p>This is an operator and not a KeyedBroadcastProcessFunction because it writes keyed state at
 * checkpoints instead of with each observation, and keeps its own queue instead of a Flink timer
 * for each observation.
 */
final class DetectOperator extends AbstractStreamOperator<Detection>
    implements TwoInputStreamOperator<Observation, RuleSetUpdate, Detection> {
  /** Observations that came too late: nothing they would change is told. */
  static final OutputTag<Observation> LATE =
      new OutputTag<>("late", CodecTypeInfo.of(ObservationCodec.INSTANCE));

  /** What rules run in this subtask, when it begins and when they change. */
  static final OutputTag<AppliedChange> CHANGES =
      new OutputTag<>("rule-changes", CodecTypeInfo.of(AppliedChange.CODEC));

  private static final long serialVersionUID = 1;
  private static final String STATION = "station";

  private final byte[] initial;
  private final RuleCompiler compiler;
  private final DetectSettings settings;

  private transient long watermark;

  /** The highest watermark of a checkpoint of another parallelism; else {@link Long#MIN_VALUE}. */
  private transient long rescaledAt;

  private transient @Nullable ValueState<byte[]> stationState;

  /**
   * At a rescale: each subtask gets the copy of any. They are alike but for the time at which older
   * versions have run out, which each subtask took from its own watermark: {@link
   * RuleSetTransition#rescaled} puts it off to where it holds for all.
   */
  private transient @Nullable OneForAll<ActiveRuleSet> rulesState;

  /**
   * At a rescale: each subtask gets the watermarks of all and goes on from the lowest. A station
   * may come from any of them; from a higher one its reports that are still to come would be late.
   * What it was told already it has in its own state, so nothing is found twice.
   */
  private transient @Nullable ListState<Long> watermarkState;

  private transient @Nullable Running running;

  /** What exists from {@link #open} on. */
  private static final class Running {
    final RuleSetCompiler book;
    final StationRunner runner;
    final StationReviser reviser;
    final StationStore store;
    final DetectMetrics metrics;
    final RuleStatusReporter teller;
    final StationTimerQueue queue = new StationTimerQueue();
    ActiveRuleSet set;
    CompiledRuleSet rules;

    Running(
        RuleSetCompiler book,
        ActiveRuleSet set,
        StationRunner runner,
        StationReviser reviser,
        StationStore store,
        DetectMetrics metrics,
        RuleStatusReporter teller) {
      this.book = book;
      this.set = set;
      this.rules = book.open(set);
      this.runner = runner;
      this.reviser = reviser;
      this.store = store;
      this.metrics = metrics;
      this.teller = teller;
    }
  }

  DetectOperator(RuleSetUpdate initial, RuleCompiler compiler, DetectSettings settings) {
    this.initial = RuleSetUpdate.CODEC.toBytes(initial);
    this.compiler = compiler;
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stationState = context.getKeyedStateStore().getState(Stored.value(STATION));
    rulesState = OneForAll.in(context.getOperatorStateStore(), "rules", ActiveRuleSet.CODEC);
    ListState<Long> restored =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
    watermarkState = restored;
    List<Long> watermarks = new ArrayList<>();
    restored.get().forEach(watermarks::add);
    boolean isRescaled =
        watermarks.size() != getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    watermark = watermarks.isEmpty() ? Long.MIN_VALUE : Collections.min(watermarks);
    rescaledAt = watermarks.isEmpty() || !isRescaled ? Long.MIN_VALUE : Collections.max(watermarks);
  }

  @Override
  public void open() throws Exception {
    super.open();
    OneForAll<ActiveRuleSet> rulesState = opened(this.rulesState);
    ActiveRuleSet set = rulesState.get();
    if (set == null) {
      set = ActiveRuleSet.first(RuleSetUpdate.CODEC.fromBytes(initial));
      rulesState.put(set);
    }
    DetectMetrics metrics = new DetectMetrics(getMetricGroup());
    RuleSetCompiler book = new RuleSetCompiler(compiler, settings.matching());
    if (rescaledAt != Long.MIN_VALUE && !set.draining().isEmpty()) {
      set = RuleSetTransition.rescaled(book, set, rescaledAt);
      rulesState.put(set);
    }
    StationStore store =
        new StationStore(
            opened(stationState), this::setCurrentKey, settings.stationsInMemory(), bytes());
    StationRunner runner = new StationRunner(book.evaluation(), settings, metrics);
    Running running =
        new Running(
            book,
            set,
            runner,
            new StationReviser(runner, settings, metrics),
            store,
            metrics,
            teller());
    this.running = running;
    wakeAll(running);
    // As soon as the task runs: before that, nothing may go out. A timer that cannot run fails the
    // task; there is nothing to learn from its future.
    ScheduledFuture<?> unused =
        processingTimeService.registerTimer(
            now(),
            time -> {
              running.teller.begins(running.set, running.rules, time);
              running.teller.refused(running.set, running.book.refused(), time);
            });
    metrics.rules(() -> running.rules);
    metrics.watermarkLag(this::watermarkLagMillis);
    metrics.bytesInMemory(store::bytes);
  }

  /** A quarter of memory is for the stations; all subtasks may be in one JVM. */
  private long bytes() {
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    return Runtime.getRuntime().maxMemory() / 4 / subtasks;
  }

  private double watermarkLagMillis() {
    return watermark == Long.MIN_VALUE ? Double.NaN : now() - watermark;
  }

  private RuleStatusReporter teller() {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return new RuleStatusReporter(
        task.getIndexOfThisSubtask(),
        task.getNumberOfParallelSubtasks(),
        word -> output.collect(CHANGES, new StreamRecord<>(word)));
  }

  /** Fills the queue and the counts from what was restored. */
  private void wakeAll(Running running) throws Exception {
    List<String> stations = new ArrayList<>();
    try (Stream<Object> keys = getKeyedStateBackend().getKeys(STATION, VoidNamespace.INSTANCE)) {
      keys.forEach(key -> stations.add((String) key));
    }
    for (String id : stations) {
      setCurrentKey(id);
      byte[] bytes = opened(stationState).value();
      StationState station = StationStateCodec.read(id, bytes, running.rules);
      station.count(1);
      running.queue.plan(StationStateCodec.wake(bytes), id);
    }
  }

  @Override
  public void processElement1(StreamRecord<Observation> element) throws Exception {
    Running running = running();
    Observation observation = element.getValue();
    long time = observation.timeMillis();
    if (settings.isInOrder() && time <= watermark) {
      late(running, observation, watermark);
      return;
    }
    StationState station = running.store.change(observation.stationId(), running.rules);
    Observation kept = observation.withExtras(running.rules.extras());
    if (waits(running, station, time)) {
      running.metrics.arrived(station.offer(kept));
      long wake = time + running.reviser.extraMillis(station);
      if (wake < station.wake()) {
        station.wake(wake);
        running.queue.arrived(wake, station.id());
      }
      return;
    }
    StationState.Arrival arrival =
        running.reviser.arrive(
            station,
            running.rules,
            kept,
            running.reviser.clock(station, watermark),
            detection -> emit(running, detection, time));
    if (arrival == StationState.Arrival.LATE) {
      late(running, observation, station.newestArrived());
    } else {
      running.metrics.arrived(arrival);
    }
    plan(running, station);
  }

  /** Whether a report waits until the watermark has passed it. */
  private boolean waits(Running running, StationState station, long time) {
    return settings.isInOrder()
        || (settings.emit() == Emit.WHEN_CERTAIN
            && time > Math.max(station.newest(), running.reviser.clock(station, watermark)));
  }

  /**
   * Puts an observation aside. Its timestamp is the event time that it missed: who tells why needs
   * both.
   */
  private void late(Running running, Observation observation, long missedMillis) {
    running.metrics.arrived(StationState.Arrival.LATE);
    output.collect(LATE, new StreamRecord<>(observation, missedMillis));
  }

  private void emit(Running running, Detection detection, long now) {
    running.metrics.emitted(detection);
    output.collect(new StreamRecord<>(detection, now));
  }

  @Override
  public void processElement2(StreamRecord<RuleSetUpdate> element) throws Exception {
    Running running = running();
    RuleSetUpdate next = element.getValue();
    if (next.files().equals(running.set.rules().files())) {
      return;
    }
    change(running, running.book.runnable(next, running.set.rules()));
  }

  private void change(Running running, RuleSetUpdate next) throws Exception {
    Map<String, Rule> before = RuleSetTransition.byId(running.book, running.set.rules());
    Map<String, Rule> after = RuleSetTransition.byId(running.book, next);
    ActiveRuleSet set = RuleSetTransition.next(running.book, running.set, next, watermark);
    List<RuleEvent> events =
        new RuleSetTransition(before, after)
            .events(running.book.dropped(running.set, set, watermark), now());
    running.rules = running.book.open(set);
    running.set = set;
    opened(rulesState).put(set);
    running.metrics.changed(() -> running.rules);
    running.teller.changed(set, running.rules, events);
    running.teller.refused(set, running.book.refused(), now());
  }

  /** Wall clock, for events about rules. */
  private long now() {
    return processingTimeService.getCurrentProcessingTime();
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      output.emitWatermark(mark);
      return;
    }
    if (mark.getTimestamp() > watermark) {
      advance(running(), mark.getTimestamp());
      watermark = mark.getTimestamp();
    }
    output.emitWatermark(mark);
  }

  private void advance(Running running, long to) throws Exception {
    for (StationTimerQueue.Wake wake = running.queue.next(to);
        wake != null;
        wake = running.queue.next(to)) {
      long now = wake.timeMillis();
      StationState station = running.store.change(wake.station(), running.rules);
      if (station.planned() <= now) {
        station.planned(Long.MAX_VALUE); // This may have been it.
      }
      if (station.wake() != now) {
        putOff(running, station);
        continue;
      }
      // A station may still hold what it had to hold with other settings.
      boolean isInOrder = settings.isInOrder() && station.past().isEmpty();
      long clock = isInOrder ? now : running.reviser.clock(station, now);
      if (running.runner.isForgettable(station, clock)) {
        station.forget();
        running.store.remove(station.id());
        continue;
      }
      Consumer<Detection> out = detection -> emit(running, detection, now);
      if (isInOrder) {
        running.runner.run(station, running.rules, now, out);
      } else {
        running.reviser.pass(station, running.rules, clock, out);
      }
      plan(running, station);
    }
  }

  private static void plan(Running running, StationState station) {
    if (station.wake() < station.planned()) {
      station.planned(running.queue.plan(station.wake(), station.id()));
    }
  }

  private static void putOff(Running running, StationState station) {
    if (station.wake() == Long.MAX_VALUE) {
      running.store.remove(station.id()); // It was forgotten, and is here only for being asked.
    } else {
      plan(running, station);
    }
  }

  /** How many times at which a station is to be looked at are kept. */
  int wakes() {
    return running().queue.size();
  }

  /** Rules do not move event time. */
  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {
    if (input == 0) {
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    running().store.flush();
    opened(watermarkState).update(List.of(watermark));
    super.snapshotState(context);
  }

  private Running running() {
    return opened(running);
  }

  private static <T> T opened(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the operator is not open");
    }
    return value;
  }
}
