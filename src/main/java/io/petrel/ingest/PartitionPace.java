package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which of a subtask's partitions to hold in a backlog, because they run ahead of the others:
 * their reports would else wait in memory until those of the others have come. {@link EventTime}
 * alone says what time it is. Looks at one record of many, so it costs next to nothing.
 *
 * <p>A partition that has given no report, or none that is later than its last for a while, is
 * idle, whatever else is on it, and holds no other; while it is held itself it is not.
 *
 * <p>Flink's own watermark alignment is not used. It sends events from the job manager all the
 * time, and when a task fails while a checkpoint has stopped them, every checkpoint afterwards
 * waits for their answers (Flink 2.3, {@code SubtaskGatewayImpl} and {@code
 * OperatorCoordinatorHolder}).
 *
 * <p>Not thread-safe. Times are milliseconds since 1970 UTC; {@code now} is the wall clock.
 */
final class PartitionPace {
  private static final Duration SHORTEST_LEAD = Duration.ofMinutes(10);
  private static final int SAMPLE = 256;

  /** How often to look. */
  static final Duration EVERY = Duration.ofMillis(100);

  private static final class Partition {
    private long time = EventTime.UNKNOWN;
    private long progressAt;
    private SourceRecord.@Nullable Raw newest;
    private boolean held;
  }

  /**
   * What to change.
   *
   * @param hold partitions that are ahead
   * @param release partitions that are not any more
   */
  record Change(Set<Integer> hold, Set<Integer> release) {}

  private final IngestSettings settings;
  private final ObservationAvro avro;
  private final long leadMillis;
  private final Map<Integer, Partition> partitions = new TreeMap<>();
  private long lookAt = Long.MIN_VALUE;
  private int unlooked;

  PartitionPace(IngestSettings settings) {
    this.settings = settings;
    this.avro = new ObservationAvro(settings.wire());
    this.leadMillis =
        Math.max(settings.reportDelays().usual().toMillis(), SHORTEST_LEAD.toMillis());
  }

  void assigned(int partition, long now) {
    partitions.computeIfAbsent(partition, unknown -> new Partition()).progressAt = now;
  }

  void read(SourceRecord.Raw record) {
    partitions.computeIfAbsent(record.partition(), unknown -> new Partition()).newest = record;
    unlooked++;
  }

  /** Whether it is time to {@link #look}. */
  boolean isDue(long now) {
    return unlooked >= SAMPLE || now >= lookAt;
  }

  /** Whether any partition is held. */
  boolean isHolding() {
    return partitions.values().stream().anyMatch(partition -> partition.held);
  }

  /** Looks at what was read, and says what to change. */
  Change look(long now) {
    lookAt = now + EVERY.toMillis();
    unlooked = 0;
    Change change = new Change(new HashSet<>(), new HashSet<>());
    if (partitions.size() < 2) {
      return change;
    }
    long last = Long.MAX_VALUE;
    for (Partition partition : partitions.values()) {
      note(partition, now);
      boolean isIdle =
          partition.time == EventTime.UNKNOWN
              || (!partition.held
                  && now - partition.progressAt >= settings.idleTimeout().toMillis());
      if (!isIdle) {
        last = Math.min(last, partition.time);
      }
    }
    for (Map.Entry<Integer, Partition> entry : partitions.entrySet()) {
      Partition partition = entry.getValue();
      boolean isAhead = partition.time != EventTime.UNKNOWN && partition.time - last > leadMillis;
      if (isAhead != partition.held) {
        partition.held = isAhead;
        partition.progressAt = now;
        (isAhead ? change.hold : change.release).add(entry.getKey());
      }
    }
    return change;
  }

  private void note(Partition partition, long now) {
    SourceRecord.Raw record = partition.newest;
    partition.newest = null;
    if (record != null
        && avro.decode(record.value()) instanceof Decoded.Value<Observation> decoded
        && decoded.value().timeMillis() > partition.time
        && !settings.isAhead(decoded.value(), record, now)) {
      partition.time = decoded.value().timeMillis();
      partition.progressAt = now;
    }
  }
}
