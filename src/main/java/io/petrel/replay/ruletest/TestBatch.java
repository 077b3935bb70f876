package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.ingest.Recording;
import io.petrel.notify.MailRehearsal;
import io.petrel.notify.RehearsedMail;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.replay.PipelineRun;
import io.petrel.replay.PipelineRun.Part;
import io.petrel.replay.StandingMatches;
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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
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
  private static final Comparator<Match> BY_TIME =
      Comparator.comparingLong(Match::timeMillis).thenComparing(Match::stationId);

  TestBatch {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  record Placed(RuleTestFile file, RuleTest test) {}

  /** Whether its one test runs in the order in which reports arrive. */
  boolean isByArrival() {
    return tests.get(0).test().isByArrival();
  }

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
    Predicate<Match> isOfTest =
        match ->
            match.rule().equals(rule)
                && match.timeMillis() <= test.endMillis()
                && (!isShared || match.stationId().startsWith(prefix));
    List<Match> matches = received.matches.standing().filter(isOfTest).sorted(BY_TIME).toList();
    List<Match> withdrawn = received.matches.withdrawn().filter(isOfTest).sorted(BY_TIME).toList();
    List<Received.Told> told =
        received.alerts.stream()
            .filter(each -> each.alert().rule().equals(rule))
            .filter(each -> each.alert().sentMillis() <= test.endMillis())
            .filter(
                each ->
                    !isShared
                        || each.alert()
                            .incidentBy()
                            .getOrDefault("station_id", "")
                            .startsWith(prefix))
            .toList();
    List<Alert> alerts =
        told.stream()
            .map(Received.Told::alert)
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
            "withdrawn match",
            MatchFields.SUMMARY,
            expected.withdrawn(),
            withdrawn.stream().map(match -> MatchFields.of(match, plain)).toList()));
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
              mails(told, alerts, test, mail).stream().map(MailFields::of).toList()));
    }
    return new RuleTestResult(
        placed.file(), test, differences, matches, withdrawn, alerts, took.dividedBy(tests.size()));
  }

  /** The mails, each alert sent when it came out: at its event time if reports come in order. */
  private static List<RehearsedMail> mails(
      List<Received.Told> told, List<Alert> byTime, RuleTest test, DeliveryTerms terms) {
    if (!test.isByArrival()) {
      return MailRehearsal.of(byTime, test.subscriptions(), terms, test.endMillis());
    }
    IdentityHashMap<Alert, Long> times = new IdentityHashMap<>();
    told.forEach(each -> times.put(each.alert(), each.atMillis()));
    return MailRehearsal.of(
        told.stream().map(Received.Told::alert).toList(),
        alert -> Objects.requireNonNull(times.get(alert)),
        test.subscriptions(),
        terms,
        test.endMillis());
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
    private final StandingMatches matches = new StandingMatches();
    private final ConcurrentLinkedQueue<Told> alerts = new ConcurrentLinkedQueue<>();

    /**
     * A record.
     *
     * @param atMillis when it came out
     */
    private record Told(Alert alert, long atMillis) {}

    @Override
    public void detection(Detection detection) {
      matches.add(detection);
    }

    @Override
    public void alert(Alert alert) {
      alert(alert, alert.sentMillis());
    }

    @Override
    public void alert(Alert alert, long atMillis) {
      alerts.add(new Told(alert, atMillis));
    }

    @Override
    public void late(Observation observation) {
      // A recording in the order of event time makes nothing late; of one that arrives too late, no
      // rule sees anything, as the test expects or not.
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      // Observations in memory cannot be unreadable.
      throw new IllegalStateException("rejected in a recording: " + rejected.reason());
    }
  }
}
