package io.petrel.replay;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.Reason;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.engine.JobCounts;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.engine.TemporaryFolder;
import io.petrel.rule.Emit;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
   * @param told when each record came out, in that order; empty unless reports came as they arrived
   * @param late reports that came too late for that
   * @param matchCounts matches by rule, then station; without rules that never matched
   * @param dropped matches in progress that were dropped because there were too many
   */
  public record Outcome(
      SortedSpool<MatchLine> matches,
      SortedSpool<Alert> alerts,
      List<Told> told,
      long late,
      Map<String, Map<String, Long>> matchCounts,
      long dropped) {}

  /**
   * When a record came out.
   *
   * @param provisionalUntilMillis 0 = it is final
   * @param atMillis wall clock of the run
   */
  public record Told(
      String incident, int sequence, Reason reason, long provisionalUntilMillis, long atMillis) {}

  /**
   * Runs rules over it; as reports arrived, immediately, if the history is in that order.
   *
   * @param rules valid ones
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public Outcome run(List<RuleFile> rules) throws InterruptedException {
    return run(rules, Emit.IMMEDIATELY);
  }

  /**
   * Runs rules over it.
   *
   * @param emit when matches are emitted, unless their rule says otherwise; if the history is in
   *     the order of arrival
   */
  public Outcome run(List<RuleFile> rules, Emit emit) throws InterruptedException {
    JobCounts counts = cluster.counts();
    readBefore = counts.sum("observations_in");
    long droppedBefore = counts.sum("partial_matches_dropped");
    Results results = new Results(history.scratch(), history.order().isByArrival());
    PipelineRun run = new PipelineRun("backtest", rules, settings, parallelism);
    if (history.order().isByArrival()) {
      run.runAsTheyArrived(cluster, history.recording(), emit, results);
    } else {
      run.run(cluster, history.recording(), results);
    }
    return new Outcome(
        results.standing(),
        results.alerts,
        List.copyOf(results.told),
        results.late,
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
    private final TemporaryFolder scratch;
    private final SortedSpool<MatchLine> matches;
    private final SortedSpool<Alert> alerts;
    private final List<Told> told = new ArrayList<>();
    private final Map<String, Map<String, Long>> matchCounts = new TreeMap<>();

    /** Matches that were told and do not stand, by {@link Detection#id}. */
    private final Map<Long, MatchLine> withdrawn = new HashMap<>();

    /** Matches that may be withdrawn. Only where reports come as they arrived. */
    private final Map<Long, MatchLine> revisable = new HashMap<>();

    private final boolean isByArrival;
    private long late;

    private Results(TemporaryFolder scratch, boolean isByArrival) {
      this.scratch = scratch;
      this.isByArrival = isByArrival;
      matches = matches(scratch);
      alerts = new SortedSpool<>(AlertCodec.INSTANCE, ALERT_ORDER, ALERTS_IN_MEMORY, scratch);
    }

    private static SortedSpool<MatchLine> matches(TemporaryFolder scratch) {
      return new SortedSpool<>(MatchLine.CODEC, MatchLine.ORDER, MATCHES_IN_MEMORY, scratch);
    }

    @Override
    public void detection(Detection detection) {
      if (detection instanceof Match match) {
        MatchLine line = MatchLine.of(match);
        if (withdrawn.remove(match.id()) == null) {
          matches.add(line);
        }
        if (isByArrival) {
          revisable.put(match.id(), line);
        }
        count(line, 1);
      } else if (detection instanceof Revision revision) {
        for (Revision.Withdrawn gone : revision.withdrawn()) {
          MatchLine line = revisable.remove(gone.id()); // Null for a clear.
          if (line != null) {
            withdrawn.put(gone.id(), line);
            count(line, -1);
          }
        }
        revision.added().forEach(this::detection);
      }
    }

    private void count(MatchLine line, long more) {
      Map<String, Long> stations =
          matchCounts.computeIfAbsent(line.rule(), rule -> new TreeMap<>());
      stations.merge(line.station(), more, (one, other) -> one + other == 0 ? null : one + other);
      if (stations.isEmpty()) {
        matchCounts.remove(line.rule());
      }
    }

    /** The matches without those that were withdrawn. */
    private SortedSpool<MatchLine> standing() {
      if (withdrawn.isEmpty()) {
        return matches;
      }
      Map<MatchLine, Integer> gone = new HashMap<>();
      withdrawn.values().forEach(line -> gone.merge(line, 1, Integer::sum));
      SortedSpool<MatchLine> standing = matches(scratch);
      matches.forEach(
          line -> {
            if (gone.computeIfPresent(line, (key, left) -> left == 0 ? null : left - 1) == null) {
              standing.add(line);
            }
          });
      return standing;
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void alert(Alert alert, long atMillis) {
      alerts.add(alert);
      told.add(
          new Told(
              alert.incidentId(),
              alert.sequence(),
              alert.reason(),
              alert.provisionalUntilMillis(),
              atMillis));
    }

    @Override
    public void late(Observation observation) {
      if (!isByArrival) {
        throw new IllegalStateException("nothing is late in a recording: " + observation);
      }
      late++;
    }

    /** The first reading of the files has reported it. */
    @Override
    public void rejected(RejectedRecord rejected) {}
  }
}
