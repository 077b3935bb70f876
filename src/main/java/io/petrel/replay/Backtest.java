package io.petrel.replay;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.Recording;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** History through the production pipeline, once, to its end, in an embedded cluster. */
public final class Backtest {
  private final Path file;
  private final PipelineRun run;

  /**
   * A run that has not begun.
   *
   * @param file CSV, CSV in gzip, or Avro
   * @param rules good ones
   */
  public Backtest(Path file, List<RuleFile> rules, PipelineSettings settings) {
    this.file = file;
    this.run = new PipelineRun("backtest", rules, settings);
  }

  /**
   * What history held.
   *
   * @param matches in the order of {@link MatchLine#ORDER}, every one, before they become incidents
   * @param alerts records of incidents, in order of their time
   * @param late observations that came too late for the production's settings
   */
  public record Outcome(List<MatchLine> matches, List<Alert> alerts, long late) {
    public Outcome {
      matches = List.copyOf(matches);
      alerts = List.copyOf(alerts);
    }
  }

  /** A file of observations as history. */
  public static Recording recording(Path file) {
    return new FileRecording(file);
  }

  /**
   * Runs it.
   *
   * @param badRows told of every row that is no observation, by another thread
   * @throws IllegalStateException with the cause, if the file cannot be read to its end
   */
  public Outcome run(Consumer<RejectedRecord> badRows) throws InterruptedException {
    Results results = new Results(badRows);
    try (LocalCluster cluster = LocalCluster.start(1)) {
      run.run(cluster, new FileRecording(file), results);
    }
    return new Outcome(
        results.matches.stream().sorted(MatchLine.ORDER).toList(),
        List.copyOf(results.alerts),
        results.late.get());
  }

  private static final class Results implements PipelineRun.Receiver {
    private final ConcurrentLinkedQueue<MatchLine> matches = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();
    private final AtomicLong late = new AtomicLong();
    private final Consumer<RejectedRecord> badRows;

    private Results(Consumer<RejectedRecord> badRows) {
      this.badRows = badRows;
    }

    @Override
    public void detection(Detection detection) {
      if (detection instanceof Match match) {
        matches.add(MatchLine.of(match));
      }
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void late(Observation observation) {
      late.incrementAndGet();
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      badRows.accept(rejected);
    }
  }
}
