package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.ingest.Recording;
import io.petrel.replay.PipelineRun;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * Tests that run in one job: same rules, each test with stations of its own, so that none sees
 * another.
 *
 * @param isShared whether station ids are made the tests' own; a batch of one test keeps them
 */
record TestBatch(List<RuleFile> rules, List<Placed> tests, boolean isShared) {
  TestBatch {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  /** A test and its file. */
  record Placed(RuleTestFile file, RuleTest test) {}

  /** All observations of all tests; time runs to the end of the longest. */
  Recording history() {
    List<Observation> all = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (int i = 0; i < tests.size(); i++) {
      RuleTest test = tests.get(i).test();
      end = Math.max(end, test.endMillis());
      for (Observation observation : test.observations()) {
        all.add(isShared ? at(prefix(i) + observation.stationId(), observation) : observation);
      }
    }
    return Recording.of(all).until(end);
  }

  /** What became of each test. */
  List<RuleTestResult> results(Received received) {
    List<RuleTestResult> results = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      results.add(result(tests.get(i), prefix(i), received));
    }
    return results;
  }

  private RuleTestResult result(Placed placed, String prefix, Received received) {
    RuleTest test = placed.test();
    String rule = placed.file().rule();
    UnaryOperator<String> plain = text -> isShared ? text.replace(prefix, "") : text;
    List<Match> matches =
        received.matches.stream()
            .filter(match -> match.rule().equals(rule))
            .filter(match -> match.timeMillis() <= test.endMillis())
            .filter(match -> !isShared || match.stationId().startsWith(prefix))
            .sorted(Comparator.comparingLong(Match::timeMillis).thenComparing(Match::stationId))
            .toList();
    List<Alert> alerts =
        received.alerts.stream()
            .filter(alert -> alert.rule().equals(rule))
            .filter(alert -> alert.sentMillis() <= test.endMillis())
            .filter(
                alert -> !isShared || alert.by().getOrDefault("station_id", "").startsWith(prefix))
            .sorted(
                Comparator.comparingLong(Alert::sentMillis)
                    .thenComparing(TestBatch::firstStation)
                    .thenComparingInt(Alert::sequence))
            .toList();
    List<Difference> differences = new ArrayList<>();
    if (test.matches() != null) {
      List<Map<String, FieldValue>> got =
          matches.stream().map(match -> MatchFields.of(match, plain)).toList();
      differences.addAll(
          new Comparison(test.time(), "match", MatchFields.SUMMARY, test.line())
              .compare(test.matches(), got));
    }
    if (test.alerts() != null) {
      List<Map<String, FieldValue>> got =
          alerts.stream().map(alert -> AlertField.of(alert, plain)).toList();
      differences.addAll(
          new Comparison(test.time(), "alert", AlertField.SUMMARY, test.line())
              .compare(test.alerts(), got));
    }
    return new RuleTestResult(placed.file(), test, differences, matches, alerts);
  }

  private static String firstStation(Alert alert) {
    return alert.places().stream().findFirst().map(AlertPlace::stationId).orElse("");
  }

  /** Goes before the station ids of a test; no author writes such a thing. */
  private static String prefix(int test) {
    return "petrel-test-" + test + "~";
  }

  private static Observation at(String stationId, Observation observation) {
    Observation.Builder copy =
        Observation.at(stationId, observation.timeMillis())
            .revision(observation.revision())
            .region(observation.region())
            .stationName(observation.stationName())
            .quality(observation.quality());
    for (Variable variable : Variables.all()) {
      copy.set(variable, observation.value(variable));
    }
    observation.extra().forEach(copy::extra);
    return copy.build();
  }

  /** What came out of the pipeline. */
  static final class Received implements PipelineRun.Receiver {
    private final ConcurrentLinkedQueue<Match> matches = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();

    @Override
    public void detection(Detection detection) {
      if (detection instanceof Match match) {
        matches.add(match);
      }
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void late(Observation observation) {
      // A recording makes nothing late.
      throw new IllegalStateException("late in a recording: " + observation);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      // Observations in memory cannot be unreadable.
      throw new IllegalStateException("rejected in a recording: " + rejected.reason());
    }
  }
}
