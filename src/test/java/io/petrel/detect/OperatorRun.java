package io.petrel.detect;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Match;
import io.petrel.detect.rules.AppliedChange;
import io.petrel.detect.rules.RuleChangeAggregator;
import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecSerializer;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The detect operator in some subtasks, which can be stopped and restored with others. */
final class OperatorRun implements AutoCloseable {
  static final DetectSettings SETTINGS = new DetectSettings(1000, 10, Duration.ofDays(30), 3);
  private static final int MAX_PARALLELISM = 16;
  private static final int MAX_CHECKPOINT = 256 << 20;

  private final RuleSetUpdate initial;
  private final RuleCompiler compiler;
  private final DetectSettings settings;
  private final @Nullable StateBackend backend;
  private List<
          KeyedTwoInputStreamOperatorTestHarness<String, Observation, RuleSetUpdate, Detection>>
      subtasks = new ArrayList<>();
  private final List<Detection> detections = new ArrayList<>();
  private final List<Observation> late = new ArrayList<>();
  private final List<RuleEvent> events = new ArrayList<>();
  private @Nullable OneInputStreamOperatorTestHarness<AppliedChange, RuleEvent> tally;
  private long checkpoints;

  /** A state to go back to, and how much had come out by then. */
  record Checkpoint(
      OperatorSubtaskState state,
      OperatorSubtaskState tally,
      int parallelism,
      int detections,
      int late,
      int events) {}

  OperatorRun(RuleSetUpdate initial, DetectSettings settings, @Nullable StateBackend backend)
      throws Exception {
    this(initial, new TextRuleCompiler(), settings, backend);
  }

  OperatorRun(
      RuleSetUpdate initial,
      RuleCompiler compiler,
      DetectSettings settings,
      @Nullable StateBackend backend)
      throws Exception {
    this.initial = initial;
    this.compiler = compiler;
    this.backend = backend;
    this.settings = settings;
    open(1, null);
  }

  private void open(int parallelism, @Nullable Checkpoint from) throws Exception {
    tally =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new RuleChangeAggregator()));
    tally.setup(new CodecSerializer<>(RuleEvent.CODEC));
    if (from != null) {
      tally.initializeState(from.tally());
    }
    tally.open();
    subtasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      KeyedTwoInputStreamOperatorTestHarness<String, Observation, RuleSetUpdate, Detection>
          harness =
              new KeyedTwoInputStreamOperatorTestHarness<>(
                  new DetectOperator(initial, compiler, settings),
                  Observation::stationId,
                  null,
                  Types.STRING,
                  MAX_PARALLELISM,
                  parallelism,
                  i);
      harness.setCheckpointStorage(new JobManagerCheckpointStorage(MAX_CHECKPOINT));
      if (backend != null) {
        harness.setStateBackend(backend);
      }
      harness.setup(new CodecSerializer<>(DetectionCodec.INSTANCE));
      if (from != null) {
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                from.state(), MAX_PARALLELISM, from.parallelism(), parallelism, i));
      }
      harness.open();
      subtasks.add(harness);
    }
  }

  /** Stops all subtasks and goes on from their state with other ones. */
  void restore(int parallelism) throws Exception {
    resume(checkpoint(), parallelism);
  }

  Checkpoint checkpoint() throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    checkpoints++;
    for (int i = 0; i < states.length; i++) {
      states[i] = subtasks.get(i).snapshot(checkpoints, checkpoints);
    }
    collect();
    return new Checkpoint(
        AbstractStreamOperatorTestHarness.repackageState(states),
        tally().snapshot(checkpoints, checkpoints),
        states.length,
        detections.size(),
        late.size(),
        events.size());
  }

  /**
   * Kills all subtasks and goes on from a checkpoint with other ones; what came out since does not
   * count.
   */
  void resume(Checkpoint from, int parallelism) throws Exception {
    close();
    detections.subList(from.detections(), detections.size()).clear();
    late.subList(from.late(), late.size()).clear();
    events.subList(from.events(), events.size()).clear();
    open(parallelism, from);
  }

  void observe(Observation observation) throws Exception {
    observe(List.of(observation));
  }

  void observe(List<Observation> observations) throws Exception {
    for (Observation observation : observations) {
      take(observation);
    }
    collect();
  }

  private void take(Observation observation) throws Exception {
    subtasks
        .get(subtask(observation.stationId()))
        .processElement1(observation, observation.timeMillis());
  }

  void watermark(long time) throws Exception {
    for (var subtask : subtasks) {
      subtask.processWatermark1(new Watermark(time));
    }
    collect();
  }

  /** Lets time pass in the subtask of a station alone: watermarks do not travel equally fast. */
  void watermark(String station, long time) throws Exception {
    subtasks.get(subtask(station)).processWatermark1(new Watermark(time));
    collect();
  }

  int subtask(String station) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        station, MAX_PARALLELISM, subtasks.size());
  }

  /** Lets the subtasks say what they run, as they do when they begin. */
  void begin() throws Exception {
    for (var subtask : subtasks) {
      subtask.setProcessingTime(1);
    }
    collect();
  }

  void rules(long revision, RuleFile... files) throws Exception {
    rules(new RuleSetUpdate(revision, Arrays.asList(files)));
  }

  void rules(RuleSetUpdate update) throws Exception {
    for (var subtask : subtasks) {
      subtask.processElement2(new StreamRecord<>(update));
    }
    collect();
  }

  private void collect() throws Exception {
    for (var subtask : subtasks) {
      detections.addAll(subtask.extractOutputValues());
      subtask.getOutput().clear();
      var lateHere = subtask.getSideOutput(DetectOperator.LATE);
      if (lateHere != null) {
        lateHere.forEach(record -> late.add(record.getValue()));
        lateHere.clear();
      }
      var changes = subtask.getSideOutput(DetectOperator.CHANGES);
      if (changes != null) {
        for (StreamRecord<AppliedChange> change : changes) {
          tally().processElement(new StreamRecord<>(change.getValue()));
        }
        changes.clear();
      }
    }
    events.addAll(tally().extractOutputValues());
    tally().getOutput().clear();
  }

  private OneInputStreamOperatorTestHarness<AppliedChange, RuleEvent> tally() {
    return Objects.requireNonNull(tally);
  }

  /** Bytes of each station in keyed state. */
  Map<String, Integer> keyedBytes() throws Exception {
    Map<String, Integer> bytes = new TreeMap<>();
    for (var subtask : subtasks) {
      KeyedStateBackend<String> backend = subtask.getOperator().getKeyedStateBackend();
      List<String> stations;
      try (Stream<String> keys = backend.getKeys("station", VoidNamespace.INSTANCE)) {
        stations = keys.toList();
      }
      ValueState<byte[]> state =
          backend.getPartitionedState(
              VoidNamespace.INSTANCE,
              VoidNamespaceSerializer.INSTANCE,
              new ValueStateDescriptor<>(
                  "station", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
      for (String station : stations) {
        backend.setCurrentKey(station);
        bytes.put(station, state.value().length);
      }
    }
    return bytes;
  }

  /** Entries of the queue of stations to be looked at. */
  int wakes() {
    return subtasks.stream()
        .mapToInt(subtask -> ((DetectOperator) subtask.getOperator()).wakes())
        .sum();
  }

  List<Detection> detections() {
    return detections;
  }

  List<Observation> late() {
    return late;
  }

  /** What became of rules, once all subtasks had said so. */
  List<RuleEvent> events() {
    return events;
  }

  /** Matches and clears in short, in order. */
  List<String> found() {
    return detections.stream().map(OperatorRun::text).toList();
  }

  static String text(Detection detection) {
    if (!(detection instanceof Match match)) {
      return "clear "
          + detection.rule()
          + " "
          + detection.stationId()
          + " @"
          + minute(detection.timeMillis());
    }
    return match.rule()
        + " "
        + match.stationId()
        + " "
        + match.steps().stream().map(OperatorRun::text).collect(Collectors.joining(" "))
        + " @"
        + minute(match.timeMillis())
        + (match.timedOut() ? " timed out" : "");
  }

  private static String text(StepEvidence step) {
    return step.step() + step.observations().stream().map(o -> minute(o.timeMillis())).toList();
  }

  private static String minute(long millis) {
    return String.valueOf(millis / 60_000);
  }

  @Override
  public void close() throws Exception {
    for (var subtask : subtasks) {
      subtask.close();
    }
    subtasks = new ArrayList<>();
    tally().close();
  }
}
