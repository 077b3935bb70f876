package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.ingest.Recording;
import io.petrel.notify.MailRehearsal;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.replay.PipelineRun;
import io.petrel.replay.PipelineRun.Part;
import io.petrel.replay.ruletest.file.AlertField;
import io.petrel.replay.ruletest.file.Expectations;
import io.petrel.replay.ruletest.file.Expected;
import io.petrel.replay.ruletest.file.FieldValue;
import io.petrel.replay.ruletest.file.MailFields;
import io.petrel.replay.ruletest.file.MatchFields;
import io.petrel.replay.ruletest.file.RuleChange;
import io.petrel.replay.ruletest.file.RuleTest;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.wire.RejectedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tests that run in one job: same rules, each test with stations of its own, so that none sees
 * another.
 *
 * @param isShared whether station ids get a prefix for each test; a batch of one test keeps them
 */
record TestBatch(List<RuleFile> rules, List<Placed> tests, boolean isShared) {
  private static final List<RuleChange> NO_CHANGES = List.of();

  TestBatch {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  record Placed(RuleTestFile file, RuleTest test) {}

  /**
   * All observations of all tests; time runs to the end of the longest. A test that changes rules
   * is alone in its batch, and its history has parts.
   */
  List<Part> history() {
    List<Part> parts = new ArrayList<>();
    Map<String, RuleFile> running = new TreeMap<>();
    rules.forEach(file -> running.put(file.name(), file));
    long from = Long.MIN_VALUE;
    for (RuleChange change : tests.size() == 1 ? tests.get(0).test().changes() : NO_CHANGES) {
      parts.add(part(running, from, change.atMillis()));
      from = change.atMillis() + 1;
      if (change.file() == null) {
        running.remove(RuleFile.nameOf(change.rule()));
      } else {
        running.put(change.file().name(), change.file());
      }
    }
    long end = tests.stream().mapToLong(placed -> placed.test().endMillis()).max().orElseThrow();
    parts.add(part(running, from, end));
    return parts;
  }

  private Part part(Map<String, RuleFile> running, long fromMillis, long toMillis) {
    List<Observation> all = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      for (Observation observation : tests.get(i).test().observations()) {
        if (observation.timeMillis() >= fromMillis && observation.timeMillis() <= toMillis) {
          all.add(isShared ? at(prefix(i) + observation.stationId(), observation) : observation);
        }
      }
    }
    return new Part(List.copyOf(running.values()), Recording.of(all).until(toMillis));
  }

  /**
   * The result of each test.
   *
   * @param mail terms of delivery
   * @param took how long the job ran
   */
  List<RuleTestResult> results(Received received, DeliveryTerms mail, Duration took) {
    List<RuleTestResult> results = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      results.add(result(tests.get(i), prefix(i), received, mail, took));
    }
    return results;
  }

  private RuleTestResult result(
      Placed placed, String prefix, Received received, DeliveryTerms mail, Duration took) {
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
                alert ->
                    !isShared
                        || alert.incidentBy().getOrDefault("station_id", "").startsWith(prefix))
            .sorted(
                Comparator.comparingLong(Alert::sentMillis)
                    .thenComparing(TestBatch::firstStation)
                    .thenComparingInt(Alert::sequence))
            .toList();
    Expectations expected = test.expected();
    List<Mismatch> differences = new ArrayList<>();
    differences.addAll(
        compare(
            test,
            "match",
            MatchFields.SUMMARY,
            expected.matches(),
            matches.stream().map(match -> MatchFields.of(match, plain)).toList()));
    differences.addAll(
        compare(
            test,
            "alert",
            AlertField.SUMMARY,
            expected.alerts(),
            alerts.stream().map(alert -> AlertField.of(alert, plain)).toList()));
    if (expected.mails() != null) {
      differences.addAll(
          compare(
              test,
              "mail",
              MailFields.SUMMARY,
              expected.mails(),
              MailRehearsal.of(alerts, test.subscriptions(), mail, test.endMillis()).stream()
                  .map(MailFields::of)
                  .toList()));
    }
    return new RuleTestResult(
        placed.file(), test, differences, matches, alerts, took.dividedBy(tests.size()));
  }

  private static List<Mismatch> compare(
      RuleTest test,
      String what,
      List<String> summary,
      @Nullable List<Expected> expected,
      List<Map<String, FieldValue>> got) {
    return expected == null
        ? List.of()
        : new ExpectationComparison(test.time(), what, summary, test.line()).compare(expected, got);
  }

  private static String firstStation(Alert alert) {
    return alert.places().stream().findFirst().map(AlertPlace::stationId).orElse("");
  }

  /** Prefix of the station ids of a test, which no author would write. */
  private static String prefix(int test) {
    return "petrel-test-" + test + "~";
  }

  private static Observation at(String stationId, Observation observation) {
    return observation.toBuilder().text(ObservationField.STATION_ID.index(), stationId).build();
  }

  /** The output of the pipeline. */
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
