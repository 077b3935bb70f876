package io.petrel.ingest;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the stations of a subtask to {@link StationLimits}. Stations that are known go on when
 * there is room for no other, so that a flood of invented ones costs only those that come new. What
 * is known goes with its partition, wherever that is read after a restart. Not thread-safe.
 */
final class StationLimiter {
  private static final long HOUR_MILLIS = 3_600_000;

  private final StationLimits limits;

  /** The one heard longest ago comes first. */
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(64, 0.75f, true);

  private static final class Known {
    private int partition;
    private long heardAt;
    private long hour = Long.MIN_VALUE;
    private int reports;
  }

  /**
   * The stations last heard on one partition, for state.
   *
   * @param stations the one heard longest ago first
   */
  record OfPartition(int partition, List<Station> stations) {
    static final Codec<OfPartition> CODEC =
        Codec.of("known-stations", 1, OfPartition.class, OfPartition::write, OfPartition::read);

    OfPartition {
      stations = List.copyOf(stations);
    }

    private static void write(OfPartition known, DataOutput out) throws IOException {
      out.writeInt(known.partition);
      StateFields.writeEach(
          known.stations,
          out,
          (station, to) -> {
            StateFields.writeString(station.id, to);
            to.writeLong(station.heardAtMillis);
            to.writeLong(station.hour);
            to.writeInt(station.reports);
          });
    }

    private static OfPartition read(int version, DataInput in) throws IOException {
      return new OfPartition(
          in.readInt(),
          StateFields.readEach(
              in,
              from ->
                  new Station(
                      StateFields.readString(from),
                      from.readLong(),
                      from.readLong(),
                      from.readInt())));
    }
  }

  /**
   * A known station.
   *
   * @param heardAtMillis wall clock of its last report
   * @param hour the latest hour of event time, counted since 1970 UTC, of which it has reports
   * @param reports how many of that hour
   */
  record Station(String id, long heardAtMillis, long hour, int reports) {}

  StationLimiter(StationLimits limits) {
    this.limits = limits;
  }

  /** What is known, by partition. */
  List<OfPartition> known() {
    Map<Integer, List<Station>> byPartition = new TreeMap<>();
    known.forEach(
        (id, station) ->
            byPartition
                .computeIfAbsent(station.partition, p -> new ArrayList<>())
                .add(new Station(id, station.heardAt, station.hour, station.reports)));
    return byPartition.entrySet().stream()
        .map(entry -> new OfPartition(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Knows the stations of a partition that was read elsewhere, or before a restart. */
  void learn(OfPartition stations) {
    for (Station station : stations.stations()) {
      Known learned = known.computeIfAbsent(station.id(), id -> new Known());
      if (station.heardAtMillis() >= learned.heardAt) {
        learned.partition = stations.partition();
        learned.heardAt = station.heardAtMillis();
        learned.hour = station.hour();
        learned.reports = station.reports();
      }
    }
    Map<String, Known> all = new HashMap<>(known);
    known.clear();
    all.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> entry.getValue().heardAt))
        .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
  }

  /**
   * Judges an observation.
   *
   * @param partition that it came on
   * @param now the wall clock, milliseconds since 1970 UTC
   * @return why it is refused; null = it is let through
   */
  Decoded.@Nullable Rejected<Observation> refusal(
      int partition, Observation observation, long now) {
    Known station = known.get(observation.stationId());
    if (station == null) {
      if (!hasRoom(now)) {
        return new Decoded.Rejected<>(
            RejectReason.TOO_MANY_STATIONS,
            String.format(
                Locale.ROOT,
                "the station is new, and %d are known, which is ingest.max-stations",
                known.size()));
      }
      station = new Known();
      known.put(observation.stationId(), station);
    }
    station.partition = partition;
    station.heardAt = now;
    return countIn(station, Math.floorDiv(observation.timeMillis(), HOUR_MILLIS))
        ? null
        : new Decoded.Rejected<>(
            RejectReason.TOO_MANY_REPORTS,
            String.format(
                Locale.ROOT,
                "the station has sent %d reports of this hour, which is ingest.max-reports-per-hour",
                limits.reportsPerHour()));
  }

  private boolean hasRoom(long now) {
    if (known.size() < limits.stations()) {
      return true;
    }
    Iterator<Known> silent = known.values().iterator();
    if (now - silent.next().heardAt < limits.forgetAfter().toMillis()) {
      return false;
    }
    silent.remove();
    return true;
  }

  /** Reports of an earlier hour count for the latest one, or going back would begin anew. */
  private boolean countIn(Known station, long hour) {
    if (hour > station.hour) {
      station.hour = hour;
      station.reports = 0;
    }
    if (station.reports == limits.reportsPerHour()) {
      return false;
    }
    station.reports++;
    return true;
  }
}
