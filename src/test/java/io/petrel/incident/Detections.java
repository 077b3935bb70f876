package io.petrel.incident;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Clear;
import io.petrel.alert.IncidentTerms;
import io.petrel.alert.Match;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
    return new Clear(rule, "v1", station, at(minutes), Map.of("station_id", station));
  }

  public static Clear clearInRegion(String rule, String station, String region, long minutes) {
    return new Clear(rule, "v1", station, at(minutes), Map.of("region", region));
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
          new IncidentTerms(by, quietMillis, remindMillis, endsForMillis, false, inhibits));
    }
  }
}
