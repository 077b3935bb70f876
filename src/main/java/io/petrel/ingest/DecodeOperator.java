package io.petrel.ingest;

import io.petrel.state.Stored.Listed;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes what the source polled, rejects what is no observation, and makes watermarks (see {@link
 * EventTime}). The source in front of it gives none.
 */
final class DecodeOperator extends AbstractStreamOperator<Observation>
    implements OneInputStreamOperator<SourceRecord, Observation> {
  private static final Logger LOG = LoggerFactory.getLogger(DecodeOperator.class);
  private static final long serialVersionUID = 1;
  private static final long TICK_MILLIS = 20;

  /**
   * With more subtasks than partitions, alerts wait so long after a start, however patient the idle
   * timeout.
   */
  private static final long LONGEST_WAIT_FOR_PARTITIONS_MILLIS = 30_000;

  private static final long LONGEST_PROBE_INTERVAL_MILLIS = 5_000;

  private final IngestSettings settings;
  private final OutputTag<RejectedRecord> rejectedTag;
  private final BacklogProbe.Factory probes;

  private transient ObservationAvro avro;
  private transient IngestMetrics ingestMetrics;
  private transient Plausibility plausibility;
  private transient StationLimiter gate;

  /** By partition, so that it goes where the partition goes: Flink may give them out anew. */
  private transient Listed<StationLimiter.OfPartition> knownState;

  /** What was restored of partitions that may still come, until all must have been given out. */
  private transient List<StationLimiter.OfPartition> notGivenOut;

  private transient EventTime eventTime;
  private transient RecordAges ages;
  private transient boolean clockIsSlow;
  private transient long openedAt;
  private transient long lastWatermark;
  private transient boolean idle;
  private transient @Nullable BacklogProbe probe;
  private transient @Nullable CompletableFuture<Map<Integer, Long>> question;
  private transient Set<Integer> askedAbout;
  private transient long askedAt;
  private transient boolean probeFails;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
  DecodeOperator(
      IngestSettings settings, OutputTag<RejectedRecord> rejectedTag, BacklogProbe.Factory probes) {
    this.settings = settings;
    this.rejectedTag = rejectedTag;
    this.probes = probes;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    gate = new StationLimiter(settings.limits());
    knownState =
        Listed.union(
            context.getOperatorStateStore(), "known-stations", StationLimiter.OfPartition.CODEC);
    notGivenOut = knownState.get();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<StationLimiter.OfPartition> known = new ArrayList<>(gate.known());
    known.addAll(notGivenOut);
    knownState.update(known);
  }

  @Override
  public void open() throws Exception {
    super.open();
    avro = new ObservationAvro(settings.wire());
    ingestMetrics = new IngestMetrics(getMetricGroup());
    ages = new RecordAges();
    ingestMetrics.recordAges(ages);
    plausibility = new Plausibility(ingestMetrics::implausible);
    eventTime =
        new EventTime(
            settings.reportDelays().usual().toMillis(), settings.idleTimeout().toMillis());
    openedAt = now();
    lastWatermark = EventTime.UNKNOWN;
    askedAt = EventTime.UNKNOWN;
    askedAbout = Set.of();
    scheduleTick(openedAt);
  }

  @Override
  public void processElement(StreamRecord<SourceRecord> element) {
    SourceRecord polled = element.getValue();
    long now = now();
    if (polled instanceof SourceRecord.Assigned assigned) {
      eventTime.assigned(assigned.partition(), assigned.position(), now);
      learnStations(assigned.partition());
      becomeActive();
    } else if (polled instanceof SourceRecord.Raw raw) {
      eventTime.read(raw.partition(), raw.offset(), now);
      becomeActive();
      if (raw.timestampMillis() >= 0) {
        ages.add(now - raw.timestampMillis());
      }
      decode(raw, now);
    }
  }

  private void learnStations(int partition) {
    List<StationLimiter.OfPartition> others = new ArrayList<>();
    for (StationLimiter.OfPartition known : notGivenOut) {
      if (known.partition() == partition) {
        gate.learn(known);
      } else {
        others.add(known);
      }
    }
    notGivenOut = others;
  }

  private void decode(SourceRecord.Raw raw, long now) {
    Decoded<Observation> decoded = avro.decode(raw.value());
    if (decoded instanceof Decoded.Rejected<Observation> fault) {
      reject(raw, fault.reason(), fault.text());
    } else if (decoded instanceof Decoded.Value<Observation> value) {
      Observation observation = value.value();
      if (settings.isAhead(observation, raw, now)) {
        long clock = IngestSettings.clock(raw, now);
        reject(
            raw,
            RejectReason.TIME_IN_FUTURE,
            "time is %s, more than %s ahead of %s, when the record was %s"
                .formatted(
                    observation.time(),
                    settings.futureTolerance(),
                    Instant.ofEpochMilli(clock),
                    clock == raw.timestampMillis() ? "written" : "read"));
        return;
      }
      Decoded.Rejected<Observation> refusal = gate.refusal(raw.partition(), observation, now);
      if (refusal != null) {
        reject(raw, refusal.reason(), refusal.text());
        return;
      }
      long reached = settings.reached(observation, raw, now);
      // One that is behind is no sign of life: time that waited for it would wait in vain.
      if (reached > lastWatermark) {
        eventTime.observed(raw.partition(), reached, now);
      }
      ingestMetrics.observed();
      output.collect(new StreamRecord<>(plausibility.check(observation), observation.timeMillis()));
    }
  }

  /** A clock of this machine that is slow makes every report one from the future. */
  private void judgeOwnClock(long now) {
    RecordAges.Span span = ages.over(now);
    if (span == null) {
      return;
    }
    boolean isSlow = span.saysThatTheClockIsSlow(settings.futureTolerance());
    if (isSlow && !clockIsSlow) {
      LOG.warn(
          "The clock of this machine seems to be slow: all {} records read last were"
              + " written {} or more ahead of it. Reports are rejected as time-in-future until it"
              + " is right.",
          span.records(),
          Duration.ofMillis(-span.largestMillis()));
    } else if (!isSlow && clockIsSlow) {
      LOG.info("The clock of this machine agrees with the records again.");
    }
    clockIsSlow = isSlow;
  }

  private void reject(SourceRecord.Raw raw, RejectReason reason, String text) {
    ingestMetrics.rejected(reason);
    output.collect(rejectedTag, new StreamRecord<>(raw.rejected(reason, text)));
  }

  /** The source's are rough, and for aligning partitions; the one that ends all input counts. */
  @Override
  public void processWatermark(Watermark mark) {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
      output.emitWatermark(mark);
    }
  }

  /** Whether this subtask holds back time is decided here, not in the source. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  private void tick(long time) {
    long now = now();
    judgeOwnClock(now);
    if (!settings.bounded()) {
      readAnswer();
      askAboutSilence(now);
      if (!eventTime.hasPartitions() && now - openedAt >= waitForPartitionsMillis()) {
        becomeIdle();
      }
    }
    if (!notGivenOut.isEmpty() && now - openedAt >= LONGEST_WAIT_FOR_PARTITIONS_MILLIS) {
      notGivenOut = List.of(); // Others read these partitions.
    }
    long watermark = eventTime.watermark();
    if (watermark > lastWatermark) {
      lastWatermark = watermark;
      output.emitWatermark(new Watermark(watermark));
    }
    scheduleTick(now);
  }

  /** All partitions are given out at once; who has none by then gets none. */
  private long waitForPartitionsMillis() {
    return Math.min(settings.idleTimeout().toMillis(), LONGEST_WAIT_FOR_PARTITIONS_MILLIS);
  }

  private void scheduleTick(long now) {
    // A timer that cannot run fails the task; there is nothing to learn from its future.
    ScheduledFuture<?> unused =
        getProcessingTimeService().registerTimer(now + TICK_MILLIS, this::tick);
  }

  private void askAboutSilence(long now) {
    Map<Integer, Long> silent = eventTime.silent(now);
    long interval = Math.min(settings.idleTimeout().toMillis() / 4, LONGEST_PROBE_INTERVAL_MILLIS);
    if (question != null
        || silent.isEmpty()
        || (askedAt != EventTime.UNKNOWN && now - askedAt < interval)) {
      return;
    }
    BacklogProbe asking = probe;
    if (asking == null) {
      asking = probes.open();
      probe = asking;
    }
    askedAt = now;
    askedAbout = silent.keySet();
    question = asking.ask(silent);
  }

  private void readAnswer() {
    CompletableFuture<Map<Integer, Long>> asked = question;
    if (asked == null || !asked.isDone()) {
      return;
    }
    question = null;
    Map<Integer, Long> answers = asked.handle(this::answersOrNone).join();
    for (int partition : askedAbout) {
      Long end = answers.get(partition);
      if (end == null) {
        eventTime.unanswered(partition, askedAt);
      } else {
        eventTime.answered(partition, end, askedAt);
      }
    }
  }

  private Map<Integer, Long> answersOrNone(
      @Nullable Map<Integer, Long> answers, @Nullable Throwable failure) {
    if (failure != null && !probeFails) {
      LOG.warn(
          "Event time stands still: {} cannot be asked whether {} is read to its end: {}",
          settings.bootstrapServers(),
          settings.topic(),
          failure.toString());
    }
    probeFails = failure != null;
    return answers == null ? Map.of() : answers;
  }

  private void becomeIdle() {
    if (!idle) {
      idle = true;
      output.emitWatermarkStatus(WatermarkStatus.IDLE);
    }
  }

  private void becomeActive() {
    if (idle) {
      idle = false;
      output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void close() throws Exception {
    BacklogProbe opened = probe;
    if (opened != null) {
      opened.close();
    }
    super.close();
  }
}
