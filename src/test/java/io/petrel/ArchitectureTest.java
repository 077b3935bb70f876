package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

  /** Package to the packages of ours that it may import; a name covers its sub-packages. */
  private static final Map<String, Set<String>> IMPORTS = new HashMap<>();

  static {
    IMPORTS.put("state", Set.of());
    IMPORTS.put("weather", Set.of("state"));
    IMPORTS.put("alert", Set.of("weather", "state"));
    IMPORTS.put("issue", Set.of());
    IMPORTS.put("yaml", Set.of("issue"));
    // The rule language: free of Flink, so that a rule is checked and evaluated without a cluster.
    IMPORTS.put("rule", Set.of("weather", "alert", "state"));
    IMPORTS.put("rule.expr", Set.of("rule", "issue", "yaml", "weather", "alert"));
    IMPORTS.put("rule.check", Set.of("rule", "rule.expr", "issue", "yaml", "weather", "alert"));
    IMPORTS.put(
        "rule.yaml",
        Set.of("rule", "rule.expr", "rule.check", "issue", "yaml", "weather", "alert", "state"));
    // An alert record as a person keeps it is read with the place of each fault, as YAML is.
    IMPORTS.put("wire", Set.of("weather", "alert", "rule", "state", "issue", "yaml"));
    // Feeds end in observations; what they mean is a YAML file with located faults.
    IMPORTS.put("feed", Set.of("weather", "wire", "yaml", "issue"));
    IMPORTS.put("ingest", Set.of("weather", "wire", "state"));
    IMPORTS.put("detect", Set.of("weather", "alert", "rule", "state", "issue"));
    IMPORTS.put("incident", Set.of("weather", "alert", "rule", "state"));
    IMPORTS.put("publish", Set.of("weather", "alert", "rule", "wire", "state"));
    IMPORTS.put(
        "notify",
        Set.of("weather", "alert", "rule.expr", "rule", "wire", "state", "yaml", "issue"));
    IMPORTS.put(
        "engine",
        Set.of(
            "weather",
            "alert",
            "rule",
            "state",
            "wire",
            "ingest",
            "detect",
            "incident",
            "publish",
            "notify"));
    IMPORTS.put("embedded", Set.of());
    // A rule's pattern in words and pictures: for the command line now, for the console later.
    IMPORTS.put("picture", Set.of("rule", "alert", "yaml"));
    // What an engine says of itself over HTTP; who asks it is wired by the command line.
    IMPORTS.put("monitor", Set.of());
    IMPORTS.put("simulate", Set.of("weather"));
    IMPORTS.put(
        "replay",
        Set.of(
            "weather",
            "alert",
            "rule",
            "issue",
            "yaml",
            "wire",
            "engine",
            "incident",
            // To say what a match lacked, and to search for one: its matchers and measures. To say
            // what tests leave out: which ways through a rule they take.
            "detect",
            // Replay gives the pipeline history for a source: ingest knows how recorded time ends.
            "ingest",
            // Results that do not fit into memory lie on disk in the codecs of state.
            "state",
            // A report names and chooses measurements as a mail does. A rule test expects mails:
            // the notification policy decides on them.
            "notify"));
    IMPORTS.put(
        "config",
        Set.of(
            "alert",
            "yaml",
            "issue",
            "wire",
            "engine",
            "ingest",
            "detect",
            "incident",
            "publish",
            "notify",
            "monitor"));
    IMPORTS.put(
        "cli",
        Set.of(
            "weather",
            "alert",
            "issue",
            "yaml",
            "rule",
            "wire",
            "engine",
            "embedded",
            "simulate",
            "feed",
            "replay",
            "picture",
            "config",
            // Which matcher runs a rule, for explain.
            "detect",
            // Settings only: which topics, which subscriptions.
            "ingest",
            "publish",
            "notify",
            "monitor"));
    IMPORTS.put("", Set.of("cli"));
  }

  private static final Set<String> MAY_USE_FLINK =
      Set.of("state", "ingest", "detect", "incident", "publish", "notify", "engine", "replay");

  private static final Set<String> MAY_READ_THE_WALL_CLOCK = Set.of("engine", "cli", "console");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void everyPackageImportsOnlyWhatTheTableAllows() {
    TreeSet<String> faults = new TreeSet<>();
    ours()
        .forEach(
            dependency -> {
              String from = tableEntry(dependency.getOriginClass());
              String to = packageOf(dependency.getTargetClass());
              if (!covers(Set.of(from), to) && !covers(IMPORTS.get(from), to)) {
                faults.add(
                    "%s (%s) imports %s"
                        .formatted(
                            dependency.getOriginClass().getName(),
                            from,
                            dependency.getTargetClass().getName()));
              }
            });
    assertThat(faults).isEmpty();
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

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(classes);
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
            classes.stream()
                .filter(origin -> !MAY_READ_THE_WALL_CLOCK.contains(stageOf(origin)))
                .flatMap(origin -> origin.getMethodCallsFromSelf().stream())
                .filter(
                    call ->
                        isWallClock(
                            call.getTargetOwner().getName(),
                            call.getName(),
                            call.getTarget().getRawParameterTypes().isEmpty()))
                .map(Object::toString))
        .isEmpty();
  }

  @Test
  void onlyTheCommandLinePrints() {
    assertThat(
            classes.stream()
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
    assertThat(classes.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> vague.matcher(name).matches());
  }

  @Test
  void readsRealClasses() {
    assertThat(List.copyOf(classes)).hasSizeGreaterThan(50);
  }

  private static boolean isWallClock(String owner, String method, boolean withoutArgument) {
    return switch (owner) {
      case "java.lang.System" -> method.equals("currentTimeMillis");
      case "java.time.Instant", "java.time.LocalDateTime", "java.time.ZonedDateTime" ->
          method.equals("now") && withoutArgument;
      default -> false;
    };
  }

  private Stream<Dependency> all() {
    return classes.stream().flatMap(origin -> origin.getDirectDependenciesFromSelf().stream());
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
    return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
  }

  private static String stageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(BASE + ".")) {
      return "";
    }
    return name.substring(BASE.length() + 1).split("\\.")[0];
  }

  /** The longest entry of the table that covers the package. */
  private static String tableEntry(JavaClass type) {
    String name = packageOf(type);
    while (!IMPORTS.containsKey(name)) {
      int dot = name.lastIndexOf('.');
      assertThat(dot).as("package %s stands in the table", packageOf(type)).isPositive();
      name = name.substring(0, dot);
    }
    return name;
  }

  private static boolean covers(Set<String> entries, String name) {
    return entries.stream().anyMatch(e -> name.equals(e) || name.startsWith(e + "."));
  }
}
