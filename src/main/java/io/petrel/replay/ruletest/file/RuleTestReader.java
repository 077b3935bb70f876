package io.petrel.replay.ruletest.file;

import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.replay.ruletest.file.StationReader.Identity;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a file of rule tests. Faults are reported with their place, and reading goes on. */
final class RuleTestReader {
  /** Default start of a test. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration INTERVAL = Duration.ofHours(1);

  private final Map<String, TestedRule> rules;
  private final Issues issues;

  /**
   * A reader for the tests of a folder.
   *
   * @param rules the good rules of the folder by id
   */
  RuleTestReader(Map<String, TestedRule> rules, Issues issues) {
    this.rules = Map.copyOf(rules);
    this.issues = issues;
  }

  /**
   * Reads a file.
   *
   * @param rule whose tests they are
   */
  RuleTestFile read(SourceText source, Rule rule) {
    List<RuleTest> tests = new ArrayList<>();
    YamlReader.readMapping(source, issues)
        .ifPresent(
            file -> {
              Defaults defaults = Defaults.read(file);
              Map<String, Integer> names = new HashMap<>();
              for (YamlValue item :
                  file.require("tests").flatMap(YamlValue::list).orElse(List.of())) {
                item.mapping()
                    .flatMap(keys -> test(keys, defaults, rule, names))
                    .ifPresent(tests::add);
              }
              file.rejectUnknownKeys("a test file");
            });
    return new RuleTestFile(source.name(), rule.id(), tests);
  }

  /** Defaults of all tests of a file. */
  private record Defaults(
      long startMillis, Duration interval, Identity station, Subscriptions subscriptions) {
    private static Defaults read(YamlMapping file) {
      OptionalLong start =
          file.get("start").map(TestTime::readInstant).orElse(OptionalLong.empty());
      return new Defaults(
          start.orElse(START.toEpochMilli()),
          file.get("interval").flatMap(YamlValue::duration).orElse(INTERVAL),
          file.get("station")
              .map(value -> Identity.read(value, Identity.STANDARD))
              .orElse(Identity.STANDARD),
          SubscriptionsReader.read(file, Subscriptions.NONE));
    }
  }

  private Optional<RuleTest> test(
      YamlMapping keys, Defaults defaults, Rule rule, Map<String, Integer> names) {
    Optional<String> name = keys.require("test").flatMap(YamlValue::text).map(String::strip);
    name.ifPresent(text -> checkName(keys, text, names));
    OptionalLong start = keys.get("start").map(TestTime::readInstant).orElse(OptionalLong.empty());
    TestTime time = new TestTime(start.orElse(defaults.startMillis()));
    List<Observation> read = observations(keys, time, defaults);
    boolean isByArrival = read.stream().anyMatch(report -> report.receivedAtMillis() != 0);
    List<Observation> observations = isByArrival ? arrived(read) : read;
    long end = end(keys, time, observations);
    List<String> beside = keys.get("beside").map(this::beside).orElse(List.of());
    RuleChangeReader changes = new RuleChangeReader(time, end, running(rule, beside), rule.id());
    List<RuleChange> ruleChanges = keys.get("rule-change").map(changes::read).orElse(List.of());
    if (isByArrival) {
      keys.key("rule-change")
          .ifPresent(key -> key.error("'arrives' and 'rule-change' exclude each other"));
    } else {
      keys.key("withdrawn")
          .ifPresent(key -> key.error("nothing is withdrawn unless a report 'arrives' later"));
    }
    Subscriptions subscriptions = SubscriptionsReader.read(keys, defaults.subscriptions());
    SubscriptionsReader.checkNames(keys, subscriptions);
    Expectations expected = expected(keys, new ExpectedReader(time, end), rule, changes.edited());
    keys.rejectUnknownKeys("a test");
    return name.map(
        text ->
            new RuleTest(
                text,
                keys.self().line(),
                time,
                end,
                observations,
                isByArrival,
                beside,
                ruleChanges,
                subscriptions,
                expected));
  }

  /** The reports in the order of their arrival, which is at their own time unless they say so. */
  private static List<Observation> arrived(List<Observation> reports) {
    return reports.stream()
        .map(
            report ->
                report.receivedAtMillis() != 0
                    ? report
                    : report.toBuilder().receivedAtMillis(report.timeMillis()).build())
        .sorted(Comparator.comparingLong(Observation::receivedAtMillis))
        .toList();
  }

  private Map<String, TestedRule> running(Rule rule, List<String> beside) {
    Map<String, TestedRule> running = new HashMap<>();
    Stream.concat(Stream.of(rule.id()), beside.stream())
        .filter(rules::containsKey)
        .forEach(id -> running.put(id, Objects.requireNonNull(rules.get(id))));
    return running;
  }

  private static Expectations expected(
      YamlMapping keys, ExpectedReader reader, Rule rule, List<Rule> edited) {
    Set<String> steps =
        Stream.concat(Stream.of(rule), edited.stream())
            .flatMap(version -> version.steps().stream())
            .map(Step::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Expectations expected =
        new Expectations(
            reader.matches(keys, "matches", steps),
            reader.matches(keys, "withdrawn", steps),
            reader.alerts(keys),
            reader.mails(keys));
    List<String> lists = List.of("matches", "withdrawn", "alerts", "mails");
    if (lists.stream().noneMatch(keys::has)) {
      keys.self().error("expects nothing: give 'matches', 'alerts' or 'mails'; [] expects none");
    } else if (lists.stream().allMatch(list -> keys.get(list).isEmpty())) {
      lists.stream()
          .flatMap(list -> keys.key(list).stream())
          .findFirst()
          .orElseThrow()
          .error("has no value; [] expects none");
    }
    return expected;
  }

  private static void checkName(YamlMapping keys, String name, Map<String, Integer> names) {
    Integer before = names.putIfAbsent(name, keys.self().line());
    if (before != null) {
      keys.self().error("the test '%s' is already in line %d".formatted(name, before));
    }
  }

  private static List<Observation> observations(
      YamlMapping keys, TestTime time, Defaults defaults) {
    ReportTimes standard = new ReportTimes.Every(time.startMillis(), defaults.interval());
    Optional<YamlValue> stations = keys.get("stations");
    if (stations.isEmpty()) {
      Identity identity =
          keys.get("station")
              .map(value -> Identity.read(value, defaults.station()))
              .orElse(defaults.station());
      return new StationReader(time, identity).read(keys, standard);
    }
    keys.get("station")
        .ifPresent(value -> value.error("'station' and 'stations' exclude each other"));
    ReportTimes shared = ReportTimes.read(keys, time, standard);
    List<Observation> all = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (YamlValue item : stations.get().list().orElse(List.of())) {
      Optional<YamlMapping> station = item.mapping();
      if (station.isEmpty()) {
        continue;
      }
      station.get().require("id");
      Identity identity = Identity.read(station.get(), defaults.station());
      if (!ids.add(identity.id())) {
        item.error("station '%s' is listed twice".formatted(identity.id()));
      }
      all.addAll(new StationReader(time, identity).read(station.get(), shared));
      station.get().rejectUnknownKeys("a station");
    }
    return all;
  }

  private static long end(YamlMapping keys, TestTime time, List<Observation> observations) {
    long latest =
        observations.stream()
            .mapToLong(report -> Math.max(report.timeMillis(), report.receivedAtMillis()))
            .max()
            .orElse(time.startMillis());
    Optional<YamlValue> until = keys.get("until");
    OptionalLong end = until.map(time::read).orElse(OptionalLong.empty());
    if (end.isPresent() && end.getAsLong() < latest) {
      until
          .get()
          .error(
              "%s is before the last report, %s"
                  .formatted(time.show(end.getAsLong()), time.show(latest)));
    }
    return Math.max(latest, end.orElse(latest));
  }

  private List<String> beside(YamlValue value) {
    List<String> ids = new ArrayList<>();
    for (YamlValue item : value.listOrSingle()) {
      Optional<String> id = item.text().map(String::strip);
      if (id.isPresent() && !rules.containsKey(id.get())) {
        item.error(
            "there is no good rule '%s'%s"
                .formatted(id.get(), NearestName.hint(id.get(), rules.keySet())));
      }
      id.ifPresent(ids::add);
    }
    return ids;
  }
}
