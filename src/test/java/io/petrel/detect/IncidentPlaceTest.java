package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code incident.by} makes of an observation. */
class IncidentPlaceTest {
  private static final RuleFile RULE =
      new RuleFile(
          "low.yaml",
          """
          rule: low
          title: Low
          severity: minor
          headline: Low
          labels: {hazard: pressure}
          when: pressure_hpa < 990.0
          incident:
            by: [station_id, region, station_name, quality, elevation_m, extra.zone, labels.hazard]
            ends: {when: pressure_hpa > 995.0, for: 20m}
          """);

  @Test
  void everyFieldAndLabelCanNameAPlace() throws Exception {
    IncidentTerms terms =
        terms(
            Observation.at("a", 0)
                .region("north")
                .stationName("A")
                .set("elevation_m", 12)
                .set("pressure_hpa", 980)
                .extra("zone", 7)
                .build());
    assertThat(terms.by())
        .isEqualTo(
            Map.of(
                "station_id", "a",
                "region", "north",
                "station_name", "A",
                "quality", "unchecked",
                "elevation_m", "12.0",
                "extra.zone", "7.0",
                "labels.hazard", "pressure"));
    assertThat(terms.endsForMillis()).isEqualTo(Duration.ofMinutes(20).toMillis());
  }

  @Test
  void whatIsMissingIsAPlaceOfItsOwnAndAStationWithoutANameHasItsId() throws Exception {
    IncidentTerms terms = terms(Observation.at("a", 0).set("pressure_hpa", 980).build());
    assertThat(terms.by())
        .containsEntry("region", "")
        .containsEntry("station_name", "a")
        .containsEntry("elevation_m", "")
        .containsEntry("extra.zone", "");
  }

  private static IncidentTerms terms(Observation observation) throws Exception {
    RuleSetUpdate rules = new RuleSetUpdate(0, List.of(RULE));
    try (OperatorRun run = new OperatorRun(rules, OperatorRun.SETTINGS, null)) {
      run.observe(observation);
      run.watermark(0);
      assertThat(run.detections()).hasSize(1);
      return ((Match) run.detections().get(0)).incident();
    }
  }
}
