package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.detection.Detection;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.Recording;
import io.petrel.rule.Emit;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.simulate.FeedSettings;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.StandingIncidents;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectedRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The shipped rules over storms whose reports come in any order within {@code revise-for}, twice,
 * and corrected: in the end all is as if they had come in order. {@code -Dpetrel.cases=N} for more
 * storms, {@code -Dpetrel.seed=S} for one.
 */
@Timeout(3600)
class ConvergenceIT {
  private static final int STORMS = Integer.getInteger("petrel.cases", 2);
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final List<RuleFile> RULES = RuleFolder.read(Path.of("rules")).files();
  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** All that came out of a run. */
  private static final class Results implements PipelineRun.Receiver {
    private final StandingMatches matches = new StandingMatches();
    private final List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());
    private final List<Observation> late = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void detection(Detection detection) {
      matches.add(detection);
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void late(Observation observation) {
      late.add(observation);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      throw new AssertionError(rejected);
    }

    Set<String> standing() {
      return matches
          .standing()
          .map(
              match ->
                  "%s %s %s %d"
                      .formatted(
                          match.rule(),
                          match.stationId(),
                          Instant.ofEpochMilli(match.timeMillis()),
                          match.id()))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Alert> incidents() {
      // When a feed counts as silent depends on when its reports come.
      return alerts.stream()
          .filter(alert -> !Set.of(Rule.FEED_SILENT, "station-silent").contains(alert.rule()))
          .toList();
    }

    long count(Reason reason) {
      return incidents().stream().filter(alert -> alert.reason() == reason).count();
    }
  }

  @Test
  void inTheEndAllIsAsInOrder() throws Exception {
    int incidents = 0;
    long withdrawn = 0;
    long corrected = 0;
    for (long seed = SEED; seed < SEED + STORMS; seed++) {
      List<Observation> arrivals = arrivals(seed);
      Results ordered = new Results();
      long end =
          last(arrivals).receivedAtMillis()
              - PipelineSettings.defaults().detect().reportDelays().usual().toMillis();
      run().run(cluster, Recording.of(inOrder(arrivals)).until(end), ordered);
      Results arrived = new Results();
      run().runAsTheyArrived(cluster, Recording.of(arrivals), Emit.IMMEDIATELY, arrived);

      assertThat(arrived.late).as("seed %d: late", seed).isEmpty();
      assertThat(without(arrived.standing(), ordered.standing()))
          .as("seed %d: matches too many", seed)
          .isEmpty();
      assertThat(without(ordered.standing(), arrived.standing()))
          .as("seed %d: matches missing", seed)
          .isEmpty();
      Map<String, StandingIncidents.State> expected = StandingIncidents.of(ordered.incidents());
      Map<String, StandingIncidents.State> found = StandingIncidents.of(arrived.incidents());
      assertThat(without(found.values(), expected.values()))
          .as("seed %d: incidents too many or other", seed)
          .isEmpty();
      assertThat(without(expected.values(), found.values()))
          .as("seed %d: incidents missing", seed)
          .isEmpty();
      withdrawn += arrived.count(Reason.WITHDRAWN);
      corrected += arrived.count(Reason.CORRECTED);
      incidents += expected.size();
    }
    System.out.printf(
        "%d storms: %d incidents; records: %d withdrawn, %d corrected%n",
        STORMS, incidents, withdrawn, corrected);
    assertThat(incidents).isGreaterThan(50 * STORMS);
    assertThat(withdrawn + corrected).isGreaterThan(5 * STORMS);
  }

  private static <T> List<T> without(Collection<T> all, Collection<T> others) {
    return all.stream().filter(one -> !others.contains(one)).toList();
  }

  private static PipelineRun run() {
    return new PipelineRun("convergence", RULES, PipelineSettings.defaults());
  }

  private static <T> T last(List<T> records) {
    return records.get(records.size() - 1);
  }

  /** Each report of a storm, some of them wrong at first, in the order of arrival. */
  private static List<Observation> arrivals(long seed) {
    Random random = new Random(seed);
    StormSimulator storm =
        new StormSimulator(
            SimulationSettings.DEFAULT
                .withSeed(seed)
                .withStations(6)
                .withDuration(Duration.ofHours(30))
                .withFeed(FeedSettings.PERFECT));
    List<Observation> arrivals = new ArrayList<>();
    while (storm.hasNext()) {
      Observation report = storm.next();
      if (random.nextInt(50)
          == 0) { // A wrong one first, and its correction up to five hours later.
        Observation wrong =
            report.toBuilder()
                .set(Variables.WIND_GUST_MS, 20 + random.nextInt(40))
                .set(Variables.PRESSURE_HPA, 960 + random.nextInt(70))
                .build();
        arrivals.add(arriving(wrong, random));
        report = report.toBuilder().revision(1).build();
      }
      Observation arriving = arriving(report, random);
      arrivals.add(arriving);
      if (random.nextInt(30) == 0) {
        arrivals.add(arriving(report, random)); // twice
      }
    }
    arrivals.sort(Comparator.comparingLong(Observation::receivedAtMillis));
    return arrivals;
  }

  /** Most within five minutes, a tail up to five hours. */
  private static Observation arriving(Observation report, Random random) {
    double tail = random.nextInt(10) == 0 ? random.nextDouble() * 300 : random.nextDouble() * 5;
    return report.toBuilder()
        .receivedAtMillis(report.timeMillis() + (long) (tail * 60_000))
        .build();
  }

  /** Of each station and time the highest revision, in order. */
  private static List<Observation> inOrder(List<Observation> arrivals) {
    Map<String, Observation> newest = new TreeMap<>();
    for (Observation report : arrivals) {
      newest.merge(
          report.stationId() + report.timeMillis(),
          report,
          (one, other) -> other.revision() > one.revision() ? other : one);
    }
    return newest.values().stream()
        .sorted(
            Comparator.comparingLong(Observation::timeMillis).thenComparing(Observation::stationId))
        .toList();
  }
}
