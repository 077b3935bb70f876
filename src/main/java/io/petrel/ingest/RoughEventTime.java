package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is read, roughly: for Flink to hold one that runs ahead of the others in a
 * backlog, whose reports would else wait in memory until theirs have come. {@link EventTime} alone
 * says what is late. Looks at one record of many, so it costs nothing.
 *
 * <p>A partition that has given no report, or none that is later than its last for a while, is
 * idle, whatever else is on it, and holds no other. While it is held itself its clock stands still.
 */
final class RoughEventTime implements WatermarkGenerator<SourceRecord> {
  private static final Duration SHORTEST_LEAD = Duration.ofMinutes(10);
  private static final int SAMPLE = 256;
  private static final Duration EVERY = Duration.ofMillis(100);

  private final IngestSettings settings;
  private final ObservationAvro avro;
  private final Clock wallClock;
  private final RelativeClock clock;
  private SourceRecord.@Nullable Raw newest;
  private long time = EventTime.UNKNOWN;
  private long progressAt;
  private long read;

  RoughEventTime(IngestSettings settings, Clock wallClock, RelativeClock clock) {
    this.settings = settings;
    this.wallClock = wallClock;
    this.avro = new ObservationAvro(settings.wire());
    this.clock = clock;
    this.progressAt = clock.relativeTimeMillis();
  }

  /** Lets a partition be ahead by the bound of disorder, or by ten minutes. */
  static WatermarkStrategy<SourceRecord> strategy(IngestSettings settings) {
    Duration bound = settings.outOfOrderness();
    Duration lead = bound.compareTo(SHORTEST_LEAD) > 0 ? bound : SHORTEST_LEAD;
    return WatermarkStrategy.<SourceRecord>forGenerator(
            context ->
                new RoughEventTime(
                    settings, SystemClock.getInstance(), context.getInputActivityClock()))
        .withWatermarkAlignment("observations", lead, EVERY);
  }

  @Override
  public void onEvent(SourceRecord record, long timestamp, WatermarkOutput output) {
    if (record instanceof SourceRecord.Raw raw) {
      newest = raw;
      if (++read % SAMPLE == 0) {
        onPeriodicEmit(output);
      }
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    SourceRecord.Raw record = newest;
    newest = null;
    if (record != null
        && avro.decode(record.value()) instanceof Decoded.Value<Observation> decoded
        && decoded.value().timeMillis() > time
        && !settings.isAhead(decoded.value(), record, wallClock.absoluteTimeMillis())) {
      time = decoded.value().timeMillis();
      progressAt = clock.relativeTimeMillis();
      output.emitWatermark(new Watermark(time));
    } else if (time == EventTime.UNKNOWN
        || clock.relativeTimeMillis() - progressAt >= settings.idleTimeout().toMillis()) {
      output.markIdle();
    }
  }
}
