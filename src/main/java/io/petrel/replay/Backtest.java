package io.petrel.replay;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.engine.JobCounts;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.engine.TemporaryFolder;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs history through the production pipeline in an embedded cluster, once for each set of rules.
 * Closing stops the cluster; outcomes are valid until the history is closed.
 */
public final class Backtest implements AutoCloseable {
  /** By time, rule, incident and sequence. */
  private static final Comparator<Alert> ALERT_ORDER =
      Comparator.comparingLong(Alert::sentMillis)
          .thenComparing(Alert::rule)
          .thenComparing(Alert::incidentId)
          .thenComparingInt(Alert::sequence);

  private static final int MATCHES_IN_MEMORY = 100_000;

  /** An alert with its observations takes about 20 kB. */
  private static final int ALERTS_IN_MEMORY = 4_000;

  private final History history;
  private final PipelineSettings settings;
  private final int parallelism;
  private final LocalCluster cluster;
  private volatile long readBefore;

  /**
   * Starts the cluster.
   *
   * @param parallelism subtasks of each stage, >= 1; outcomes do not depend on it
   */
  public Backtest(History history, PipelineSettings settings, int parallelism) {
    this.history = history;
    this.settings = settings;
    this.parallelism = parallelism;
    this.cluster = LocalCluster.start(parallelism);
  }

  /**
   * The result of running a set of rules over history.
   *
   * @param matches every one, before they become incidents, in the order of {@link MatchLine#ORDER}
   * @param alerts records of incidents, by time, rule, incident and sequence
   * @param matchCounts matches by rule, then station; without rules that never matched
   * @param dropped matches in progress that were dropped because there were too many
   */
  public record Outcome(
      SortedSpool<MatchLine> matches,
      SortedSpool<Alert> alerts,
      Map<String, Map<String, Long>> matchCounts,
      long dropped) {}

  /**
   * Runs rules over it.
   *
   * @param rules valid ones
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public Outcome run(List<RuleFile> rules) throws InterruptedException {
    JobCounts counts = cluster.counts();
    readBefore = counts.sum("observations_in");
    long droppedBefore = counts.sum("partial_matches_dropped");
    Results results = new Results(history.scratch());
    new PipelineRun("backtest", rules, settings, parallelism)
        .run(cluster, history.recording(), results);
    return new Outcome(
        results.matches,
        results.alerts,
        results.matchCounts,
        counts.sum("partial_matches_dropped") - droppedBefore);
  }

  /** Observations that the present run has read. Safe for any thread. */
  public long observationsRead() {
    return cluster.counts().sum("observations_in") - readBefore;
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** One thread for each stream. */
  private static final class Results implements PipelineRun.Receiver {
    private final SortedSpool<MatchLine> matches;
    private final SortedSpool<Alert> alerts;
    private final Map<String, Map<String, Long>> matchCounts = new TreeMap<>();

    private Results(TemporaryFolder scratch) {
      matches = new SortedSpool<>(MatchLine.CODEC, MatchLine.ORDER, MATCHES_IN_MEMORY, scratch);
      alerts = new SortedSpool<>(AlertCodec.INSTANCE, ALERT_ORDER, ALERTS_IN_MEMORY, scratch);
    }

    @Override
    public void detection(Detection detection) {
      if (detection instanceof Match match) {
        matches.add(MatchLine.of(match));
        matchCounts
            .computeIfAbsent(match.rule(), rule -> new TreeMap<>())
            .merge(match.stationId(), 1L, Long::sum);
      }
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void late(Observation observation) {
      throw new IllegalStateException("nothing is late in a recording: " + observation);
    }

    /** The first reading of the files has reported it. */
    @Override
    public void rejected(RejectedRecord rejected) {}
  }
}
