package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of the source, rejects those that are not valid observations, and emits
 * watermarks (see {@link EventTime}). The source emits none.
 */
final class DecodeOperator extends AbstractStreamOperator<Observation>
    implements OneInputStreamOperator<SourceRecord, Observation> {
  private static final long serialVersionUID = 1;
  private static final long TICK_MILLIS = 20;

  /** With more subtasks than partitions, alerts wait at most this long after a start. */
  private static final long LONGEST_WAIT_FOR_PARTITIONS_MILLIS = 30_000;

  private static final long LONGEST_PROBE_INTERVAL_MILLIS = 5_000;

  private final IngestSettings settings;
  private final OutputTag<RejectedRecord> rejectedTag;
  private final BacklogProbe.Factory probes;

  private transient ObservationAvro avro;
  private transient IngestMetrics ingestMetrics;
  private transient Plausibility plausibility;
  private transient StationLimiter gate;
  private transient EventTime eventTime;
  private transient long openedAt;
  private transient long lastWatermark;
  private transient boolean idle;
  private transient @Nullable BacklogProbe probe;
  private transient @Nullable CompletableFuture<Map<Integer, Boolean>> question;
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
  public void open() throws Exception {
    super.open();
    avro = new ObservationAvro(settings.wire());
    ingestMetrics = new IngestMetrics(getMetricGroup());
    plausibility = new Plausibility(ingestMetrics::implausible);
    gate = new StationLimiter(settings.limits());
    eventTime =
        new EventTime(settings.outOfOrderness().toMillis(), settings.idleTimeout().toMillis());
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
      becomeActive();
    } else if (polled instanceof SourceRecord.Raw raw) {
      eventTime.read(raw.partition(), raw.offset(), now);
      becomeActive();
      decode(raw, now);
    }
  }

  private void decode(SourceRecord.Raw raw, long now) {
    Decoded<Observation> decoded = avro.decode(raw.value());
    if (decoded instanceof Decoded.Rejected<Observation> fault) {
      reject(raw, fault.reason(), fault.text());
    } else if (decoded instanceof Decoded.Value<Observation> value) {
      Observation observation = value.value();
      if (observation.timeMillis() > now + settings.futureTolerance().toMillis()) {
        reject(
            raw,
            RejectReason.TIME_IN_FUTURE,
            "the time %s is more than %s ahead of %s"
                .formatted(
                    observation.time(), settings.futureTolerance(), Instant.ofEpochMilli(now)));
        return;
      }
      Decoded.Rejected<Observation> refusal = gate.refusal(observation, now);
      if (refusal != null) {
        reject(raw, refusal.reason(), refusal.text());
        return;
      }
      eventTime.observed(raw.partition(), observation.timeMillis(), now);
      ingestMetrics.observed();
      output.collect(new StreamRecord<>(plausibility.check(observation), observation.timeMillis()));
    }
  }

  private void reject(SourceRecord.Raw raw, RejectReason reason, String text) {
    ingestMetrics.rejected(reason);
    output.collect(rejectedTag, new StreamRecord<>(raw.rejected(reason, text)));
  }

  /** The source emits only the watermark that ends a bounded input. */
  @Override
  public void processWatermark(Watermark mark) {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
      output.emitWatermark(mark);
    }
  }

  /** This operator, not the source, decides whether this subtask is idle. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  private void tick(long time) {
    long now = now();
    if (!settings.bounded()) {
      readAnswer();
      askAboutSilence(now);
      if (!eventTime.hasPartitions() && now - openedAt >= waitForPartitionsMillis()) {
        becomeIdle();
      }
    }
    long watermark = eventTime.watermark();
    if (watermark > lastWatermark) {
      lastWatermark = watermark;
      output.emitWatermark(new Watermark(watermark));
    }
    scheduleTick(now);
  }

  /** All partitions are assigned at once: a subtask without one by then gets none. */
  private long waitForPartitionsMillis() {
    return Math.min(settings.idleTimeout().toMillis(), LONGEST_WAIT_FOR_PARTITIONS_MILLIS);
  }

  private void scheduleTick(long now) {
    // A failed timer fails the task, so nobody needs its future.
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
    CompletableFuture<Map<Integer, Boolean>> asked = question;
    if (asked == null || !asked.isDone()) {
      return;
    }
    question = null;
    Map<Integer, Boolean> answers = asked.handle(this::answersOrNone).join();
    for (int partition : askedAbout) {
      eventTime.answered(partition, answers.getOrDefault(partition, false), askedAt);
    }
  }

  private Map<Integer, Boolean> answersOrNone(
      @Nullable Map<Integer, Boolean> answers, @Nullable Throwable failure) {
    if (failure != null && !probeFails) {
      LOG.warn(
          "Event time is stalled: cannot query {} for the end of topic {}; retrying: {}",
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
