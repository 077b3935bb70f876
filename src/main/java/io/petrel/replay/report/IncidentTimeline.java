package io.petrel.replay.report;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.StepEvidence;
import io.petrel.replay.compare.Incident;
import io.petrel.text.Times;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An incident that the report shows in full: its records, the steps of its first match, and the
 * time span to draw. Filled by its records, in order of sequence.
 */
final class IncidentTimeline {
  private static final int MOST_RECORDS = 40;
  private static final int MOST_STATIONS = 3;
  private static final Duration LEAST_MARGIN = Duration.ofHours(6);
  private static final Duration MOST_MARGIN = Duration.ofHours(12);
  private static final Duration LONGEST = Duration.ofDays(10);

  private final Incident incident;
  private final boolean old;
  private final List<Told> records = new ArrayList<>();
  private List<StepEvidence> steps = List.of();

  /**
   * One record.
   *
   * @param reason why it was sent, and until when it is provisional
   */
  record Told(long sentMillis, String kind, String severity, String reason, String headline) {}

  /**
   * @param old whether it is of the old rules
   */
  IncidentTimeline(Incident incident, boolean old) {
    this.incident = incident;
    this.old = old;
  }

  void add(Alert alert) {
    if (steps.isEmpty()) {
      steps = alert.evidence();
    }
    if (records.size() < MOST_RECORDS) {
      records.add(
          new Told(
              alert.sentMillis(),
              kind(alert),
              alert.message().severity().code(),
              reason(alert),
              alert.message().headline()));
    }
  }

  private static String reason(Alert alert) {
    String why = Words.reason(alert.reason());
    return alert.provisionalUntilMillis() == 0
        ? why
        : "%s; provisional until %s".formatted(why, Times.minute(alert.provisionalUntilMillis()));
  }

  private static String kind(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return alert.reason() == Reason.WITHDRAWN ? "Withdrawn" : "Cancel";
    }
    if (alert.isEnd()) {
      return "Over";
    }
    if (alert.reason() == Reason.CORRECTED) {
      return "Corrected";
    }
    return alert.sequence() == 0 ? "Alert" : "Update";
  }

  Incident incident() {
    return incident;
  }

  boolean old() {
    return old;
  }

  /** The first of its records. */
  List<Told> records() {
    return records;
  }

  List<StepEvidence> steps() {
    return steps;
  }

  /** The stations to draw: those of the match first. */
  List<String> stations() {
    Set<String> stations = new LinkedHashSet<>();
    for (StepEvidence step : steps) {
      step.observations().stream().map(Observation::stationId).forEach(stations::add);
    }
    stations.addAll(incident.stations());
    return stations.stream().limit(MOST_STATIONS).toList();
  }

  /** Whether the drawing covers only a part of it. */
  boolean isCut() {
    return incident.lastMillis() - incident.onsetMillis() > LONGEST.toMillis();
  }

  long drawnFromMillis() {
    return firstMillis() - marginMillis();
  }

  long drawnToMillis() {
    return Math.min(incident.lastMillis(), firstMillis() + LONGEST.toMillis()) + marginMillis();
  }

  private long firstMillis() {
    return steps.stream()
        .flatMap(step -> step.observations().stream())
        .mapToLong(Observation::timeMillis)
        .reduce(incident.onsetMillis(), Math::min);
  }

  private long marginMillis() {
    long quarter = (incident.lastMillis() - firstMillis()) / 4;
    return Math.min(Math.max(quarter, LEAST_MARGIN.toMillis()), MOST_MARGIN.toMillis());
  }
}
