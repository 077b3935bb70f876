package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.Recording;
import io.petrel.rule.Emit;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports in the order of their arrival: what comes out, and when. */
class AsTheyArrivedIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final RuleFile GALE =
      new RuleFile(
          "gale.yaml",
          """
          rule: gale
          title: Gale
          severity: severe
          when: wind_speed_ms >= 20.0
          headline: "${wind_speed_ms} m/s"
          incident: {quiet: 30m}
          """);

  private static final class Seen implements PipelineRun.Receiver {
    private final List<String> alerts = Collections.synchronizedList(new ArrayList<>());
    private final List<Observation> late = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void detection(Detection detection) {}

    @Override
    public void alert(Alert alert) {
      throw new AssertionError("no time of arrival");
    }

    @Override
    public void alert(Alert alert, long atMillis) {
      alerts.add(
          "%s %s of %s at %s"
              .formatted(
                  alert.incidentBy().get("station_id"),
                  alert.reason(),
                  minutes(alert.sentMillis()),
                  minutes(atMillis)));
    }

    @Override
    public void late(Observation observation) {
      late.add(observation);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      throw new AssertionError(rejected);
    }

    private static String minutes(long millis) {
      return String.valueOf((millis - START.toEpochMilli()) / 60_000.0);
    }
  }

  /** A record comes out when the watermark passes it, to the millisecond, whatever comes around. */
  @Test
  void tellsWhenARecordCameOut() throws InterruptedException {
    List<Observation> reports = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      reports.add(report("S" + i % 7, i, i + 2, i % 50 == 21 ? 25 : 5));
    }

    Seen seen = run(reports, Emit.WHEN_CERTAIN);

    assertThat(seen.late).isEmpty();
    assertThat(seen.alerts)
        .containsExactly(
            "S0 FIRST_MATCH of 21.0 at " + certain(21),
            "S0 ENDED_BY_QUIET of 51.0 at " + certain(51),
            "S1 FIRST_MATCH of 71.0 at " + certain(71),
            "S1 ENDED_BY_QUIET of 101.0 at " + certain(101),
            "S2 FIRST_MATCH of 121.0 at " + certain(121),
            "S2 ENDED_BY_QUIET of 151.0 at " + certain(151),
            "S3 FIRST_MATCH of 171.0 at " + certain(171));
  }

  /** The watermark passes a time one millisecond after the report delay, 10 minutes. */
  private static String certain(long minute) {
    return Seen.minutes(START.toEpochMilli() + (minute + 10) * 60_000 + 1);
  }

  @Test
  void aReportThatComesAfterReviseForIsLate() throws InterruptedException {
    List<Observation> reports =
        List.of(report("S", 0, 0, 5), report("S", 600, 600, 5), report("S", 10, 601, 25));
    Seen seen = run(reports, Emit.WHEN_CERTAIN);
    assertThat(seen.alerts).isEmpty();
    assertThat(seen.late).hasSize(1);
  }

  private static Observation report(String station, long minute, long arrivalMinute, double wind) {
    return Observation.at(station, START.plusSeconds(minute * 60))
        .receivedAtMillis(START.plusSeconds(arrivalMinute * 60).toEpochMilli())
        .set("wind_speed_ms", wind)
        .build();
  }

  private static Seen run(List<Observation> reports, Emit emit) throws InterruptedException {
    Seen seen = new Seen();
    try (LocalCluster cluster = LocalCluster.start(1)) {
      new PipelineRun("arrivals", List.of(GALE), PipelineSettings.defaults())
          .runAsTheyArrived(cluster, Recording.of(reports), emit, seen);
    }
    return seen;
  }
}
