package io.petrel.replay.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void pairsWhatOverlapsOrLiesWithinTheTolerance() {
    Incident early = incident("a", "S", "01:00", "02:00", Severity.MINOR);
    Incident overlapping = incident("b", "S", "01:30", "03:00", Severity.MINOR);
    Incident near = incident("c", "S", "03:00", "04:00", Severity.MINOR);
    Incident far = incident("d", "S", "03:01", "04:00", Severity.MINOR);

    assertThat(words(early, overlapping))
        .containsExactly("MOVED [begins 30 min later, ends 1 h later]");
    assertThat(words(early, near)).containsExactly("MOVED [begins 2 h later, ends 2 h later]");
    assertThat(words(early, far)).containsExactly("REMOVED []", "ADDED []");
    assertThat(words(far, early)).containsExactly("ADDED []", "REMOVED []");
  }

  @Test
  void pairsTheNearestAndAnOpenIncidentWithWhateverCameLater() {
    Incident one = incident("a", "S", "01:00", "02:00", Severity.MINOR);
    Incident two = incident("b", "S", "02:30", "03:00", Severity.MINOR);
    Incident now = incident("c", "S", "02:20", null, Severity.MINOR);

    assertThat(
            Comparison.of(List.of(one, two), List.of(now), HOUR).differences().stream()
                .map(ComparisonTest::words))
        .containsExactly(
            "REMOVED []",
            "MOVED [begins 10 min earlier, stays open, ended before," + " 1 record instead of 2]");
  }

  @Test
  void keepsPlacesAndRulesApart() {
    Incident here = incident("a", "S", "01:00", "02:00", Severity.MINOR);
    Incident there = incident("b", "T", "01:00", "02:00", Severity.MINOR);

    assertThat(words(here, there)).containsExactly("REMOVED []", "ADDED []");
  }

  @Test
  void tellsAnotherSeverityAtTheSameTimesAsAChangeAndCountsTheSame() {
    Incident before = incident("a", "S", "01:00", "02:00", Severity.MINOR);
    Incident after = incident("b", "S", "01:00", "02:00", Severity.SEVERE);
    Incident same = incident("c", "T", "01:00", "02:00", Severity.MINOR);

    Comparison comparison = Comparison.of(List.of(before, same), List.of(after, same), HOUR);

    assertThat(comparison.differences().stream().map(ComparisonTest::words))
        .containsExactly("CHANGED [severe, was minor]");
    assertThat(comparison.same()).isEqualTo(1);
    assertThat(DifferenceWords.of(comparison.differences().get(0)))
        .isEqualTo("2013-01-01 01:00Z  Severe    gust (gusty): severe, was minor");
    assertThat(DifferenceJson.line(comparison.differences().get(0)))
        .startsWith(
            "{\"difference\":\"changed\",\"rule\":\"gusty\",\"incident_by\":{\"station_id\":\"S\"},"
                + "\"before\":{\"incident_id\":\"a\",\"onset\":\"2013-01-01T01:00:00Z\","
                + "\"first_sent\":\"2013-01-01T01:00:00Z\",\"ended\":\"2013-01-01T02:00:00Z\","
                + "\"severity\":\"Minor\"");
  }

  private static List<String> words(Incident before, Incident after) {
    return Comparison.of(List.of(before), List.of(after), HOUR).differences().stream()
        .map(ComparisonTest::words)
        .toList();
  }

  private static String words(IncidentDifference difference) {
    return difference.kind() + " [" + String.join(", ", DifferenceWords.changes(difference)) + "]";
  }

  private static Incident incident(
      String id, String station, String told, String end, Severity severity) {
    long from = millis(told);
    return new Incident(
        id,
        "gusty",
        Map.of("station_id", station),
        station,
        List.of(station),
        "Gust",
        "gust",
        severity,
        from,
        from,
        end == null ? from : millis(end),
        end != null,
        end == null ? 1 : 2,
        1,
        Double.NaN);
  }

  private static long millis(String clock) {
    return Instant.parse("2013-01-01T%s:00Z".formatted(clock)).toEpochMilli();
  }
}
