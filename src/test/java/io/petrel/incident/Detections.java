package io.petrel.incident;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.alert.detection.Revision;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds detections for tests: times are minutes after {@link #START}. */
public final class Detections {
  static final Instant START = Instant.parse("2026-01-10T00:00:00Z");
  static final Duration QUIET = Duration.ofHours(3);

  private Detections() {}

  public static long at(long minutes) {
    return START.plus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  public static Builder match(String rule, String station, long minutes) {
    return new Builder(rule, station, minutes);
  }

  public static Clear clear(String rule, String station, long minutes) {
    return new Clear(rule, "v1", station, at(minutes), Map.of("station_id", station), true);
  }

  public static Clear clearInRegion(String rule, String station, String region, long minutes) {
    return new Clear(rule, "v1", station, at(minutes), Map.of("region", region), true);
  }

  /**
   * A correction of the report at a detection's time, from 62 to 12 m/s.
   *
   * @param withdrawn null = none
   * @param added null = none
   */
  public static Revision revision(@Nullable Detection withdrawn, @Nullable Detection added) {
    Detection of = Objects.requireNonNull(withdrawn != null ? withdrawn : added);
    return new Revision(
        of.rule(),
        of.ruleVersion(),
        of.stationId(),
        of.timeMillis(),
        of.by(),
        withdrawn == null
            ? List.of()
            : List.of(new Revision.Withdrawn(withdrawn.id(), withdrawn.timeMillis())),
        added == null ? List.of() : List.of(added),
        new ReportChange(
            ReportChange.Kind.CORRECTION,
            of.stationId(),
            "Kennedy",
            of.timeMillis(),
            List.of(new ReportChange.Value("wind_gust_ms", 62, 12))));
  }

  public static final class Builder {
    private final String rule;
    private final String station;
    private final long minutes;
    private Severity severity = Severity.MODERATE;
    private Map<String, String> by;
    private Map<String, String> labels = Map.of();
    private long quietMillis = QUIET.toMillis();
    private long remindMillis;
    private long endsForMillis;
    private boolean whenCertain = true;
    private long extraDelayMillis;
    private List<String> inhibits = List.of();
    private double peak = Double.NaN;
    private String headline = "";
    private String description = "It blows.";

    private Builder(String rule, String station, long minutes) {
      this.rule = rule;
      this.station = station;
      this.minutes = minutes;
      this.by = Map.of("station_id", station);
    }

    public Builder severity(Severity value) {
      severity = value;
      return this;
    }

    public Builder region(String region) {
      by = Map.of("region", region);
      return this;
    }

    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    public Builder quiet(Duration value) {
      quietMillis = value.toMillis();
      return this;
    }

    public Builder remind(Duration value) {
      remindMillis = value.toMillis();
      return this;
    }

    /** Emitted when it was complete, not when the watermark had passed it. */
    public Builder immediately() {
      whenCertain = false;
      return this;
    }

    public Builder extraDelay(Duration value) {
      extraDelayMillis = value.toMillis();
      return this;
    }

    public Builder endsFor(Duration value) {
      endsForMillis = value.toMillis();
      return this;
    }

    public Builder inhibits(String... rules) {
      inhibits = List.of(rules);
      return this;
    }

    public Builder peak(double value) {
      peak = value;
      return this;
    }

    public Builder texts(String headlineOfMatch, String descriptionOfMatch) {
      headline = headlineOfMatch;
      description = descriptionOfMatch;
      return this;
    }

    public Match build() {
      Observation observation =
          Observation.at(station, at(minutes))
              .stationName("Station " + station)
              .region(by.getOrDefault("region", "north"))
              .set("latitude", 54.1)
              .set("longitude", 7.9)
              .set("wind_gust_ms", 21.5)
              .build();
      return new Match(
          rule,
          "v1",
          station,
          at(minutes - 60),
          at(minutes),
          false,
          List.of(new StepEvidence("when", "wind_gust_ms > 20.0", List.of(observation), List.of())),
          observation,
          List.of(observation),
          peak,
          new Message(
              rule.toUpperCase(java.util.Locale.ROOT),
              severity,
              Urgency.IMMEDIATE,
              Certainty.OBSERVED,
              Category.MET,
              headline.isEmpty() ? rule + " at " + station : headline,
              description,
              "Stay inside.",
              labels),
          new IncidentTerms(
              by,
              quietMillis,
              remindMillis,
              endsForMillis,
              false,
              whenCertain,
              extraDelayMillis,
              inhibits));
    }
  }
}
