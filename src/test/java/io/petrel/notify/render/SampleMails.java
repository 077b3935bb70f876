package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Alerts of a made-up but plausible storm at Malin Head, and readers. */
public final class SampleMails {
  public static final Instant ONSET = Instant.parse("2024-01-21T14:20:00Z");
  public static final String STATION = "icao:EIMH";
  public static final ReaderPreferences DUBLIN =
      new ReaderPreferences(UnitSystem.METRIC, ZoneId.of("Europe/Dublin"));
  public static final ReaderPreferences SAILOR =
      new ReaderPreferences(UnitSystem.MARINE, ZoneId.of("UTC"));
  public static final ReaderPreferences NEW_YORK =
      new ReaderPreferences(UnitSystem.IMPERIAL, ZoneId.of("America/New_York"));
  public static final SenderIdentity SENDER =
      new SenderIdentity("Petrel <petrel@example.org>", null, "stop@example.org");

  private SampleMails() {}

  /** Six hours of a deepening low, each ten minutes, up to the onset. */
  public static List<Observation> storm(String station, String name) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i <= 36; i++) {
      double hours = i / 6.0;
      double fall = 10 / (1 + Math.exp(-(hours - 4.2) * 1.4));
      observations.add(
          Observation.at(station, ONSET.minusSeconds(6 * 3600L).plusSeconds(600L * i))
              .stationName(name)
              .region("Donegal")
              .set("latitude", 55.37)
              .set("longitude", -7.34)
              .set("pressure_hpa", Math.round((1002.4 - fall) * 10) / 10.0)
              .set("wind_speed_ms", Math.round((9 + hours * 2) * 10) / 10.0)
              .set("wind_gust_ms", Math.round((13 + hours * 2.7 + (i % 3)) * 10) / 10.0)
              .set("wind_direction_deg", (double) Math.floorMod(Math.round(170 + hours * 12), 360L))
              .set("temperature_c", Math.round((8.4 - hours * 0.4) * 10) / 10.0)
              .build());
    }
    return observations;
  }

  public static Alert begin() {
    return begin("Malin Head");
  }

  public static Alert begin(String place) {
    List<Observation> context = storm(STATION, place);
    Observation last = context.get(context.size() - 1);
    return alert(
        0,
        MsgType.ALERT,
        ResponseType.MONITOR,
        Reason.FIRST_MATCH,
        message(Severity.SEVERE, place),
        place,
        List.of(
            new StepEvidence(
                "falling",
                "fall(pressure_hpa, \"3h\") >= 6.0",
                List.of(context.get(28)),
                List.of(fall(context.get(10), context.get(28)))),
            new StepEvidence(
                "gusts",
                "wind_gust_ms > 25.0",
                context.subList(31, 36),
                List.of(field(Variables.WIND_GUST_MS, 25, context.get(35)))),
            new StepEvidence(
                "veer",
                "wind_direction_deg > 230.0",
                List.of(last),
                List.of(field(Variables.WIND_DIRECTION_DEG, 230, last)))),
        context,
        0);
  }

  private static Measured fall(Observation highest, Observation at) {
    double before = highest.value(Variables.PRESSURE_HPA);
    return new Measured(
        "fall(pressure_hpa, \"3h\")",
        "pressure_hpa",
        "fall",
        3 * 3_600_000,
        before - at.value(Variables.PRESSURE_HPA),
        null,
        Unit.HECTOPASCAL,
        true,
        at.timeMillis(),
        new Measured.Limit(">=", 6, "6.0"),
        new Measured.Extreme(highest.timeMillis(), before));
  }

  private static Measured field(Variable variable, double limit, Observation at) {
    return new Measured(
        variable.name(),
        variable.name(),
        null,
        0,
        at.value(variable),
        null,
        variable.unit(),
        false,
        at.timeMillis(),
        new Measured.Limit(">", limit, limit + ""),
        null);
  }

  public static Message message(Severity severity, String place) {
    return new Message(
        "Storm approaching",
        severity,
        Urgency.IMMEDIATE,
        Certainty.OBSERVED,
        Category.MET,
        "Pressure falls very rapidly at %s, gusts over 25 m/s".formatted(place),
        "A deep low is close. The worst wind usually comes within three hours of the fall.",
        "Double the mooring lines. Stay off the pier & the outer rocks.",
        Map.of("hazard", "wind"));
  }

  public static Alert raised() {
    Alert begin = begin();
    return alert(
        1,
        MsgType.UPDATE,
        ResponseType.MONITOR,
        Reason.SEVERITY_RAISED,
        message(Severity.EXTREME, "Malin Head"),
        "Malin Head and 1 more",
        begin.evidence(),
        begin.context(),
        50 * 60_000);
  }

  public static Alert allClear() {
    Alert begin = begin();
    return alert(
        2,
        MsgType.UPDATE,
        ResponseType.ALL_CLEAR,
        Reason.ENDED_BY_QUIET,
        message(Severity.EXTREME, "Malin Head"),
        "Malin Head and 1 more",
        List.of(),
        begin.context(),
        9 * 3_600_000 + 25 * 60_000);
  }

  public static Alert cancel() {
    return alert(
        2,
        MsgType.CANCEL,
        ResponseType.NONE,
        Reason.RULE_REMOVED,
        message(Severity.SEVERE, "Malin Head"),
        "Malin Head",
        List.of(),
        List.of(),
        3 * 3_600_000);
  }

  /** After {@link #raised}: the report that raised it was wrong. */
  public static Alert corrected() {
    Alert begin = begin();
    return alert(
            2,
            MsgType.UPDATE,
            ResponseType.EXECUTE,
            Reason.CORRECTED,
            message(Severity.SEVERE, "Malin Head"),
            "Malin Head",
            begin.evidence(),
            begin.context(),
            55 * 60_000)
        .toBuilder()
        .provisionalUntilMillis(ONSET.plusSeconds(7 * 3600).toEpochMilli())
        .note("The gust of 62.0 m/s at 15:05 at Malin Head was corrected to 31.0 m/s.")
        .build();
  }

  /** After {@link #begin}: nothing of it was true. */
  public static Alert withdrawn() {
    return alert(
            1,
            MsgType.CANCEL,
            ResponseType.NONE,
            Reason.WITHDRAWN,
            message(Severity.SEVERE, "Malin Head"),
            "Malin Head",
            List.of(),
            List.of(),
            15 * 60_000)
        .toBuilder()
        .note("The gust of 62.0 m/s at 14:20 at Malin Head was corrected to 12.0 m/s.")
        .build();
  }

  /** Another, smaller incident far away. */
  public static Alert fog() {
    return Alert.of(
            "petrel-dense-fog-7d10",
            0,
            new Message(
                "Dense fog",
                Severity.MINOR,
                Urgency.EXPECTED,
                Certainty.LIKELY,
                Category.MET,
                "Visibility 150 m at Zürich-Kloten",
                "",
                null,
                Map.of("hazard", "fog")))
        .identifier("petrel-dense-fog-7d10-0")
        .sender("petrel@example.org")
        .sentMillis(ONSET.plusSeconds(1200).toEpochMilli())
        .scope(Scope.PUBLIC)
        .responseType(ResponseType.MONITOR)
        .onsetMillis(ONSET.plusSeconds(1200).toEpochMilli())
        .expiresMillis(ONSET.plusSeconds(9000).toEpochMilli())
        .area(
            "Zürich-Kloten",
            List.of(new AlertPlace("icao:LSZH", "Zürich-Kloten", "ZH", 47.46, 8.55)))
        .rule("dense-fog")
        .ruleVersion("0a1b2c3d4e5f")
        .incidentBy(Map.of("station_id", "icao:LSZH"))
        .matches(1)
        .build();
  }

  static Alert alert(
      int sequence,
      MsgType type,
      ResponseType response,
      Reason reason,
      Message message,
      String area,
      List<StepEvidence> evidence,
      List<Observation> context,
      long afterOnset) {
    String incident = "petrel-storm-approaching-55aa";
    long onset = ONSET.toEpochMilli();
    return Alert.of(incident, sequence, message)
        .identifier(incident + "-" + sequence)
        .sender("petrel@example.org")
        .sentMillis(onset + afterOnset)
        .msgType(type)
        .scope(Scope.PUBLIC)
        .references(
            sequence == 0
                ? List.of()
                : List.of(new AlertReference("petrel@example.org", incident + "-0", onset)))
        .responseType(response)
        .onsetMillis(onset)
        .expiresMillis(onset + afterOnset + 3 * 3_600_000)
        .area(
            area,
            sequence == 0 || type == MsgType.CANCEL
                ? List.of(new AlertPlace(STATION, area, "Donegal", 55.37, -7.34))
                : List.of(
                    new AlertPlace(STATION, "Malin Head", "Donegal", 55.37, -7.34),
                    new AlertPlace("icao:EIDL", "Donegal Airport", "Donegal", 55.04, -8.34)))
        .rule("storm-approaching")
        .ruleVersion("c0ffee123456")
        .incidentBy(Map.of("region", "Donegal"))
        .evidence(evidence)
        .context(context)
        .matches(sequence * 4L + 1)
        .peak(27.4)
        .reason(reason)
        .build();
  }

  public static Envelope envelope(ReaderPreferences reader) {
    return new Envelope(
        "Máire Ní Bhriain <maire@example.org>",
        "harbour-office",
        "severity >= \"severe\" && region == \"Donegal\"",
        reader,
        SENDER,
        "<a1b2c3.0.d4e5f6@example.org>",
        List.of(),
        ONSET.plusSeconds(5).toEpochMilli(),
        null);
  }

  public static MailRenderer renderer() {
    return new MailRenderer(alert -> java.util.Optional.empty());
  }
}
