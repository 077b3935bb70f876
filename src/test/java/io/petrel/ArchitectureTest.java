package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom. A stage (ingest, detect, incident, publish, notify) never imports another:
 * they share values. Change this table only together with the code, and say why.
 */
class ArchitectureTest {
  private static final String BASE = "io.petrel";
  private static final Set<String> STAGES =
      Set.of("ingest", "detect", "incident", "publish", "notify");

  /**
   * Package to the packages of ours that it imports. A name is one package and covers no other: of
   * an inner package only those that are named here know anything.
   */
  private static final Map<String, Set<String>> IMPORTS =
      table(
          """
          text ->
          state ->
          weather -> state
          alert -> state, weather
          alert.detection -> alert, state, weather
          issue ->
          yaml -> issue
          # The rule language: free of Flink, so that a rule is checked and evaluated without a cluster.
          rule -> alert, state, weather
          rule.expr.typed -> rule, weather
          rule.expr.syntax -> issue
          rule.expr -> alert, issue, rule, rule.expr.syntax, rule.expr.typed, weather
          rule.check -> alert, issue, rule, rule.expr, weather
          rule.yaml -> alert, issue, rule, rule.check, rule.expr, rule.expr.syntax, state
          rule.yaml -> weather, yaml
          # How people read values, and how files are watched.
          display -> alert, weather
          watch ->
          # An alert record as a person keeps it is read with the place of each fault, as YAML is.
          wire -> alert, issue, rule, state, weather, yaml
          wire.avro -> alert, weather, wire
          wire.cap -> alert, weather
          wire.file -> weather, wire, wire.avro
          # Feeds end in observations; what they mean is a YAML file with located faults.
          feed.metar -> weather
          feed.mapping -> issue, weather, wire.file, yaml
          feed.format -> feed.mapping, feed.metar, issue, weather, wire.file
          feed -> feed.format, feed.mapping, weather, wire
          # The stages.
          ingest -> state, weather, wire, wire.avro, wire.file
          # detect: match is the base, rules the top; the two matchers do not know each other.
          detect.match -> rule, state, weather
          detect.nfa -> detect.match, rule, state, weather
          detect.measure -> detect.match, detect.nfa, rule, state, weather
          detect.linear -> detect.match, detect.measure, rule, state, weather
          detect.rules -> detect.linear, detect.match, detect.measure, detect.nfa, issue, rule
          detect.rules -> rule.yaml, state, weather
          detect -> alert, alert.detection, detect.match, detect.measure, detect.nfa
          detect -> detect.rules, issue, rule, rule.yaml, state, watch, weather
          incident.silence -> alert, alert.detection, state, weather
          incident -> alert, alert.detection, incident.silence, rule, state, weather
          publish -> alert, rule, state, weather, wire, wire.avro
          # notify: policy (subscription, outbox) knows no view and no channel.
          notify.subscription -> alert, display, issue, state, yaml
          notify.outbox -> alert, notify.subscription, state
          notify.render -> alert, display, notify.subscription, weather
          notify.mail -> display, notify.render
          notify.delivery -> alert, issue, notify.mail, notify.outbox, notify.render
          notify.delivery -> notify.subscription, state, wire.cap
          notify -> alert, issue, notify.delivery, notify.outbox, notify.render
          notify -> notify.subscription, state, watch
          engine -> alert, alert.detection, detect, incident, incident.silence, ingest, notify
          engine -> notify.delivery, notify.subscription, publish, rule, state, weather, wire
          # What an engine says of itself over HTTP; who asks it is wired by the command line.
          monitor ->
          embedded ->
          diagram -> alert, rule
          simulate -> weather
          # Replay gives the pipeline history for a source: ingest knows how recorded time ends.
          # To say what a match lacked, and to search for one: the matchers and measures of detect.
          # A rule test expects mails, and a report shows what a mail shows: notify.
          replay -> alert, alert.detection, engine, ingest, rule, state, weather, wire
          replay -> wire.file
          replay.compare -> alert, notify, notify.outbox, notify.subscription
          replay.report -> alert, display, notify, replay, replay.compare, rule, weather
          replay.why -> alert, alert.detection, detect, detect.match, detect.measure, engine
          replay.why -> incident, incident.silence, ingest, replay, rule, rule.expr, weather
          replay.why -> wire, wire.file
          replay.ruletest.file -> alert, alert.detection, issue, notify, notify.subscription
          replay.ruletest.file -> rule, rule.yaml, weather, yaml
          replay.ruletest -> alert, alert.detection, detect, detect.match, engine
          replay.ruletest -> incident.silence, ingest, notify, notify.outbox, replay
          replay.ruletest -> replay.ruletest.file, rule, rule.yaml, weather, wire
          replay.example -> alert.detection, detect, engine, issue, replay.ruletest
          replay.example -> replay.ruletest.file, replay.why, rule, rule.expr, weather
          config -> alert, detect, detect.match, engine, incident, incident.silence, ingest
          config -> issue, monitor, notify.delivery, notify.mail, notify.outbox, notify.render
          config -> notify.subscription, publish, rule, weather, wire, wire.avro, yaml
          # The command line. Of the stages it knows settings, and of detect which matcher runs a rule.
          cli.terminal -> issue
          cli.files -> cli.terminal, config, detect, engine, issue, notify.delivery
          cli.files -> notify.outbox, notify.subscription, replay, rule, rule.yaml, wire.file
          cli.kafka -> alert, cli.files, cli.terminal, config, engine, ingest, issue
          cli.kafka -> notify.subscription, rule, weather, wire, wire.avro, wire.cap
          cli.kafka -> wire.file
          cli.run -> alert, cli.files, cli.kafka, cli.terminal, config, engine, ingest, issue
          cli.run -> monitor, notify.subscription, rule, rule.yaml, wire, wire.avro
          cli.author -> alert, cli.files, cli.kafka, cli.terminal, detect, detect.match
          cli.author -> diagram, engine, feed, feed.format, feed.mapping, issue
          cli.author -> notify.subscription, replay, replay.compare, replay.example
          cli.author -> replay.report, replay.ruletest, replay.ruletest.file, replay.why, rule
          cli.author -> rule.check, rule.yaml, simulate, weather, wire, wire.file
          cli.demo -> alert, cli.files, cli.kafka, cli.run, cli.terminal, config, detect
          cli.demo -> embedded, engine, monitor, rule, simulate, weather, wire, wire.avro
          cli -> cli.author, cli.demo, cli.kafka, cli.run, cli.terminal, issue
          (root) -> cli, cli.run
          """);

  /** Durations, times and faults in words: for all. */
  private static final Set<String> FOR_ALL = Set.of("text");

  private static final Set<String> MAY_USE_FLINK =
      Set.of(
          "state",
          "watch",
          "ingest",
          "detect",
          "incident",
          "publish",
          "notify",
          "engine",
          "replay");

  /** A watch says since when a file system does not answer. */
  private static final Set<String> MAY_READ_THE_WALL_CLOCK = Set.of("engine", "cli", "watch");

  private static final Set<String> HAVE_A_CLOCK =
      Stream.of(
              Instant.class,
              LocalDate.class,
              LocalDateTime.class,
              LocalTime.class,
              MonthDay.class,
              OffsetDateTime.class,
              OffsetTime.class,
              Year.class,
              YearMonth.class,
              ZonedDateTime.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final int MOST_CLASSES = 25;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void everyPackageImportsWhatTheTableSays() {
    Map<String, Set<String>> imports = new TreeMap<>();
    CLASSES.forEach(type -> imports.putIfAbsent(packageOf(type), new TreeSet<>()));
    ours()
        .filter(d -> !packageOf(d.getOriginClass()).equals(packageOf(d.getTargetClass())))
        .filter(d -> !FOR_ALL.contains(packageOf(d.getTargetClass())))
        .forEach(
            d -> imports.get(packageOf(d.getOriginClass())).add(packageOf(d.getTargetClass())));

    Set<String> notAllowed = lines(imports);
    notAllowed.removeAll(lines(IMPORTS));
    assertThat(notAllowed).as("imports that the table does not allow").isEmpty();
    Set<String> stale = lines(IMPORTS);
    stale.removeAll(lines(imports));
    assertThat(stale).as("entries of the table that nobody needs any more").isEmpty();
  }

  @Test
  void noStageImportsAnother() {
    assertThat(ours())
        .noneMatch(
            dependency -> {
              String from = stageOf(dependency.getOriginClass());
              String to = stageOf(dependency.getTargetClass());
              return STAGES.contains(from) && STAGES.contains(to) && !from.equals(to);
            });
  }

  /** How a mail looks is for nobody else; the configuration knows its sender. */
  @Test
  void onlyNotifyRendersMails() {
    assertThat(
            ours()
                .filter(d -> packageOf(d.getTargetClass()).equals("notify.render"))
                .map(d -> stageOf(d.getOriginClass()))
                .filter(from -> !Set.of("notify", "config").contains(from)))
        .isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyStagesAndTheEngineKnowFlink() {
    assertThat(
            all()
                .filter(d -> d.getTargetClass().getName().startsWith("org.apache.flink."))
                .map(Dependency::getOriginClass)
                .filter(origin -> !MAY_USE_FLINK.contains(stageOf(origin)))
                .map(JavaClass::getName)
                .distinct())
        .isEmpty();
  }

  @Test
  void timeIsAnArgument() {
    assertThat(
            CLASSES.stream()
                .filter(origin -> !MAY_READ_THE_WALL_CLOCK.contains(stageOf(origin)))
                .flatMap(ArchitectureTest::looksAtTheClock))
        .isEmpty();
  }

  @Test
  void seesEachWayToLookAtTheClock() {
    JavaClass looks = new ClassFileImporter().importClass(Looks.class);
    assertThat(looksAtTheClock(looks)).hasSize(Looks.ALL.size());
  }

  /** Each of these looks at the clock; the other two are given theirs. */
  private static final class Looks {
    static final List<Supplier<Object>> ALL =
        List.of(
            System::currentTimeMillis,
            Instant::now,
            () -> LocalDate.now(ZoneOffset.UTC),
            Clock::systemUTC,
            () -> Clock.tickSeconds(ZoneOffset.UTC),
            Date::new);
    static final List<Function<Clock, Object>> GIVEN =
        List.of(Instant::now, clock -> Clock.tick(clock, Duration.ZERO));
  }

  @Test
  void onlyTheCommandLinePrints() {
    assertThat(
            CLASSES.stream()
                .filter(origin -> !Set.of("cli", "").contains(stageOf(origin)))
                .flatMap(origin -> origin.getFieldAccessesFromSelf().stream())
                .filter(
                    access ->
                        access.getTargetOwner().getName().equals("java.lang.System")
                            && Set.of("out", "err").contains(access.getName()))
                .map(Object::toString))
        .isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    Pattern vague = Pattern.compile(".*(Utils?|Helpers?|Manager)");
    assertThat(CLASSES.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> vague.matcher(name).matches());
  }

  @Test
  void noTwoClassesHaveOneName() {
    Set<String> seen = new HashSet<>();
    assertThat(topLevel().map(JavaClass::getSimpleName).filter(name -> !seen.add(name))).isEmpty();
  }

  @Test
  void packagesAreSmall() {
    Map<String, Long> sizes =
        topLevel()
            .collect(Collectors.groupingBy(ArchitectureTest::packageOf, Collectors.counting()));
    sizes.values().removeIf(size -> size <= MOST_CLASSES);
    assertThat(sizes).as("packages of more than %d classes", MOST_CLASSES).isEmpty();
  }

  @Test
  void readsRealClasses() {
    assertThat(List.copyOf(CLASSES)).hasSizeGreaterThan(50);
  }

  private static Stream<String> looksAtTheClock(JavaClass type) {
    return type.getCodeUnitAccessesFromSelf().stream()
        .filter(access -> readsTheWallClock(access.getTarget()))
        .map(Object::toString);
  }

  /** Calls and method references alike. A time that is made from a clock which is given is none. */
  private static boolean readsTheWallClock(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    boolean givenAClock =
        target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
    if (HAVE_A_CLOCK.contains(owner)) {
      return target.getName().equals("now") && !givenAClock;
    }
    return switch (owner) {
      case "java.lang.System" -> target.getName().equals("currentTimeMillis");
      case "java.time.Clock" ->
          target.getName().startsWith("system")
              || (target.getName().startsWith("tick") && !givenAClock);
      case "java.util.Date" ->
          target.getName().equals("<init>") && target.getRawParameterTypes().isEmpty();
      case "java.util.Calendar" -> target.getName().equals("getInstance");
      default -> false;
    };
  }

  /** {@code package -> package, package}, in several rows where one is too long. */
  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> table = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (!line.startsWith("#")) {
        String[] row = line.split(" *-> *", 2);
        Set<String> targets = table.computeIfAbsent(row[0], from -> new TreeSet<>());
        Stream.of(row[1].split(", *")).filter(to -> !to.isEmpty()).forEach(targets::add);
      }
    }
    return table;
  }

  private static Set<String> lines(Map<String, Set<String>> imports) {
    Set<String> lines = new TreeSet<>();
    imports.forEach(
        (from, targets) -> {
          lines.add(from + " ->");
          targets.forEach(to -> lines.add(from + " -> " + to));
        });
    return lines;
  }

  private Stream<JavaClass> topLevel() {
    return CLASSES.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
  }

  private Stream<Dependency> all() {
    return CLASSES.stream().flatMap(origin -> origin.getDirectDependenciesFromSelf().stream());
  }

  private Stream<Dependency> ours() {
    return all()
        .filter(
            d -> {
              String target = d.getTargetClass().getBaseComponentType().getPackageName();
              return target.equals(BASE) || target.startsWith(BASE + ".");
            });
  }

  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals(BASE) ? "(root)" : name.substring(BASE.length() + 1);
  }

  private static String stageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(BASE + ".")) {
      return "";
    }
    return name.substring(BASE.length() + 1).split("\\.")[0];
  }
}
