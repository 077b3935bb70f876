package io.petrel.replay.compare;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One incident, summed up from its records. All times are milliseconds since 1970 UTC.
 *
 * @param by the places that share one incident, by name, in the order of names
 * @param place the places in words, as the last record has them
 * @param stations ids, in order of joining
 * @param title short name of the danger
 * @param headline of the first record
 * @param severity the worst of its records
 * @param onsetMillis first observation
 * @param toldMillis time of the first record
 * @param lastMillis time of the last record; for one that ended, its end
 * @param ended whether it has a record of its end
 * @param records number of alert records
 * @param matches number of matches
 * @param peak highest of the rule's {@code incident.peak}; NaN = none
 */
public record Incident(
    String id,
    String rule,
    Map<String, String> by,
    String place,
    List<String> stations,
    String title,
    String headline,
    Severity severity,
    long onsetMillis,
    long toldMillis,
    long lastMillis,
    boolean ended,
    int records,
    long matches,
    double peak) {
  public Incident {
    stations = List.copyOf(stations);
  }

  /** An incident by its first record. */
  static Incident first(Alert alert) {
    return new Incident(
        alert.incidentId(),
        alert.rule(),
        new TreeMap<>(alert.incidentBy()),
        alert.areaDesc(),
        stations(alert),
        alert.message().event(),
        alert.message().headline(),
        alert.message().severity(),
        alert.onsetMillis(),
        alert.sentMillis(),
        alert.sentMillis(),
        alert.isEnd(),
        1,
        alert.matches(),
        alert.peak());
  }

  /** The incident after a further record. */
  Incident next(Alert alert) {
    Severity told = alert.message().severity();
    return new Incident(
        id,
        rule,
        by,
        alert.areaDesc(),
        stations(alert),
        title,
        headline,
        told.compareTo(severity) < 0 ? told : severity,
        onsetMillis,
        toldMillis,
        alert.sentMillis(),
        alert.isEnd(),
        records + 1,
        alert.matches(),
        alert.peak());
  }

  private static List<String> stations(Alert alert) {
    return alert.places().stream().map(AlertPlace::stationId).toList();
  }

  /** Time of its end; the end of time while it is open. */
  long untilMillis() {
    return ended ? lastMillis : Long.MAX_VALUE;
  }
}
