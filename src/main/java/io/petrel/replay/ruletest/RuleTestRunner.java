package io.petrel.replay.ruletest;

import io.petrel.detect.match.PathObserver;
import io.petrel.engine.InJvm;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.replay.PipelineRun;
import io.petrel.replay.ruletest.file.RuleTest;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Emit;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs rule tests through the production pipeline with a clock of their own, in an embedded
 * cluster: the tested rule alone, or with those beside it.
 *
 * <p>Tests of a rule share a job and differ in their stations. A test has its own job where the
 * rule uses more than one station, or may report a match later than by time alone.
 */
public final class RuleTestRunner {
  private static final String STATION = "station_id";

  private final Map<String, TestedRule> rules;
  private final PipelineSettings settings;
  private final DeliveryTerms mail;

  /**
   * A runner.
   *
   * @param rules valid ones by id
   */
  public RuleTestRunner(
      Map<String, TestedRule> rules, PipelineSettings settings, DeliveryTerms mail) {
    this.rules = Map.copyOf(rules);
    this.settings = settings;
    this.mail = mail;
  }

  /** With the usual terms for mails. */
  public RuleTestRunner(Map<String, TestedRule> rules, PipelineSettings settings) {
    this(rules, settings, DeliveryTerms.DEFAULT);
  }

  /**
   * Runs tests.
   *
   * @param done receives the results of each file, in the order of files and tests
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public void run(List<RuleTestFile> files, Consumer<List<RuleTestResult>> done)
      throws InterruptedException {
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (RuleTestFile file : files) {
        done.accept(run(cluster, file));
      }
    }
  }

  /** Runs the tests of one file in a running cluster, with their coverage. */
  public Covered runCovered(LocalCluster cluster, RuleTestFile file) throws InterruptedException {
    try (PathsTaken paths = PathsTaken.begin()) {
      PipelineSettings observed =
          new PipelineSettings(
              settings.detect().observedBy(paths), settings.feedSilence(), settings.incident());
      List<RuleTestResult> results = new RuleTestRunner(rules, observed, mail).run(cluster, file);
      Rule rule = Objects.requireNonNull(rules.get(file.rule()), file.rule()).rule();
      return new Covered(results, CoverageRules.of(rule, results, paths.all()));
    }
  }

  public record Covered(List<RuleTestResult> results, RuleCoverage coverage) {
    public Covered {
      results = List.copyOf(results);
    }
  }

  /** Runs the tests of one file in a running cluster. */
  public List<RuleTestResult> run(LocalCluster cluster, RuleTestFile file)
      throws InterruptedException {
    Map<RuleTest, RuleTestResult> results = new LinkedHashMap<>();
    for (TestBatch batch : batches(file)) {
      TestBatch.Received received = new TestBatch.Received();
      long started = System.nanoTime();
      PipelineRun run = new PipelineRun("test " + file.rule(), batch.rules(), settings);
      if (batch.isByArrival()) {
        run.runAsTheyArrived(cluster, batch.history().get(0).history(), Emit.IMMEDIATELY, received);
      } else {
        run.run(cluster, batch.history(), received);
      }
      batch
          .results(received, mail, Duration.ofNanos(System.nanoTime() - started))
          .forEach(result -> results.put(result.test(), result));
    }
    return file.tests().stream().map(results::get).filter(Objects::nonNull).toList();
  }

  private List<TestBatch> batches(RuleTestFile file) {
    Map<TreeSet<String>, List<TestBatch.Placed>> shared = new LinkedHashMap<>();
    List<TestBatch> batches = new ArrayList<>();
    for (RuleTest test : file.tests()) {
      TreeSet<String> ids = new TreeSet<>(test.beside());
      ids.add(file.rule());
      TestBatch.Placed placed = new TestBatch.Placed(file, test);
      if (canShare(test) && ids.stream().map(rules::get).allMatch(this::usesOneStation)) {
        shared.computeIfAbsent(ids, key -> new ArrayList<>()).add(placed);
      } else {
        batches.add(new TestBatch(files(ids), List.of(placed), false));
      }
    }
    shared.forEach((ids, tests) -> batches.add(new TestBatch(files(ids), tests, true)));
    return batches;
  }

  /**
   * Subscriptions use the station's id, a change of rules concerns all stations, and so does the
   * clock by which reports arrive.
   */
  private static boolean canShare(RuleTest test) {
    return test.expected().mails() == null && test.changes().isEmpty() && !test.isByArrival();
  }

  private List<RuleFile> files(Set<String> ids) {
    return ids.stream().map(id -> Objects.requireNonNull(rules.get(id), id).file()).toList();
  }

  private boolean usesOneStation(TestedRule tested) {
    Rule rule = tested.rule();
    return rule.incident().by().contains(STATION)
        && rule.afterMatch().kind() == AfterMatch.Kind.RESTART
        && !settings
            .feedSilence()
            .value()
            .equals(rule.text().labels().get(settings.feedSilence().label()))
        && Collections.disjoint(rule.fields(), List.of(STATION, "region"));
  }

  /** Collects the paths that jobs of this JVM take through rules. */
  private record PathsTaken(InJvm<Set<PathObserver.Path>> paths)
      implements PathObserver, AutoCloseable {
    private static final long serialVersionUID = 1L;

    static PathsTaken begin() {
      return new PathsTaken(InJvm.of(ConcurrentHashMap.newKeySet()));
    }

    @Override
    public void taken(Path path) {
      paths.find().ifPresent(taken -> taken.add(path));
    }

    /** All paths so far. */
    Set<Path> all() {
      return Set.copyOf(paths.find().orElse(Set.of()));
    }

    @Override
    public void close() {
      paths.close();
    }
  }
}
