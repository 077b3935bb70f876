package io.petrel.replay.why;

import io.petrel.replay.ReportOrder;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one station in a file.
 *
 * @param file CSV, CSV in gzip, or Avro
 * @param stations all in the file
 * @param lastMillis time of the latest report of any station; {@link Long#MIN_VALUE} = there is
 *     none
 * @param order by arrival, if the file says when the station's reports arrived
 * @param reports of the station, in the order of the file or of arrival
 * @param late times of its reports that an engine did not use, because they came too late
 */
public record StationHistory(
    Path file,
    Set<String> stations,
    long lastMillis,
    ReportOrder order,
    List<Observation> reports,
    List<Long> late) {
  public StationHistory {
    stations = Set.copyOf(stations);
    reports = List.copyOf(reports);
    late = List.copyOf(late);
  }

  /** The same, of a station of which an engine set reports aside. */
  public StationHistory withLate(List<Long> timesMillis) {
    return new StationHistory(file, stations, lastMillis, order, reports, timesMillis);
  }

  /** The same, of a station of which these reports come too late as they arrived. */
  StationHistory without(List<Observation> tooLate) {
    Set<List<Long>> ids = tooLate.stream().map(StationHistory::id).collect(Collectors.toSet());
    List<Long> times = new ArrayList<>(late);
    tooLate.forEach(report -> times.add(report.timeMillis()));
    List<Observation> used = reports.stream().filter(report -> !ids.contains(id(report))).toList();
    return new StationHistory(file, stations, lastMillis, order, used, times);
  }

  private static List<Long> id(Observation report) {
    return List.of(report.timeMillis(), (long) report.revision(), report.receivedAtMillis());
  }

  /**
   * Reads a file to its end.
   *
   * @param arrival column of a CSV with the time of arrival; null = {@code received_at}, if there
   *     is one
   * @param bad receives each row that cannot be used
   * @throws IOException saying what is wrong, if it cannot be read
   */
  public static StationHistory read(
      Path file, String station, @Nullable String arrival, Consumer<ObservationCsv.Bad> bad)
      throws IOException {
    Set<String> stations = new TreeSet<>();
    List<Observation> reports = new ArrayList<>();
    long last = Long.MIN_VALUE;
    try (ObservationFile rows = ObservationFile.open(file, arrival)) {
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
    ReportOrder order = ReportOrder.EVENT_TIME;
    if (reports.stream().anyMatch(report -> report.receivedAtMillis() != 0)) {
      order = arrival == null ? ReportOrder.ARRIVAL : new ReportOrder(arrival);
      reports.sort(Comparator.comparingLong(order::millis));
    }
    return new StationHistory(file, stations, last, order, reports, List.of());
  }
}
