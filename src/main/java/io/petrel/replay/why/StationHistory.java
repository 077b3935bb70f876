package io.petrel.replay.why;

import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The reports of one station in a file.
 *
 * @param file CSV, CSV in gzip, or Avro
 * @param stations all in the file
 * @param lastMillis time of the latest report of any station; {@link Long#MIN_VALUE} = there is
 *     none
 * @param reports of the station, in the order of the file
 * @param late times of its reports that an engine did not use, because they came too late
 */
public record StationHistory(
    Path file, Set<String> stations, long lastMillis, List<Observation> reports, List<Long> late) {
  public StationHistory {
    stations = Set.copyOf(stations);
    reports = List.copyOf(reports);
    late = List.copyOf(late);
  }

  /** The same, of a station of which an engine set reports aside. */
  public StationHistory withLate(List<Long> timesMillis) {
    return new StationHistory(file, stations, lastMillis, reports, timesMillis);
  }

  /**
   * Reads a file to its end.
   *
   * @param bad receives each row that cannot be used
   * @throws IOException saying what is wrong, if it cannot be read
   */
  public static StationHistory read(Path file, String station, Consumer<ObservationCsv.Bad> bad)
      throws IOException {
    Set<String> stations = new TreeSet<>();
    List<Observation> reports = new ArrayList<>();
    long last = Long.MIN_VALUE;
    try (ObservationFile rows = ObservationFile.open(file)) {
      while (rows.hasNext()) {
        ObservationCsv.Row row = rows.next();
        if (row instanceof ObservationCsv.Good good) {
          Observation observation = good.observation();
          stations.add(observation.stationId());
          last = Math.max(last, observation.timeMillis());
          if (observation.stationId().equals(station)) {
            reports.add(observation);
          }
        } else if (row instanceof ObservationCsv.Bad unusable) {
          bad.accept(unusable);
        }
      }
    }
    return new StationHistory(file, stations, last, reports, List.of());
  }
}
