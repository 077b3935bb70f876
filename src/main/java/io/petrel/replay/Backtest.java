package io.petrel.replay;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.engine.AlertPipeline;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineResults;
import io.petrel.engine.PipelineSettings;
import io.petrel.engine.PipelineSource;
import io.petrel.engine.RuleFeed;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.RecordedObservations;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** History through the production pipeline, once, to its end, in an embedded cluster. */
public final class Backtest {
  private static final String JOB = "backtest";

  private final Path file;
  private final List<RuleFile> rules;
  private final PipelineSettings settings;

  /**
   * A run that has not begun.
   *
   * @param file CSV, CSV in gzip, or Avro
   * @param rules good ones
   */
  public Backtest(Path file, List<RuleFile> rules, PipelineSettings settings) {
    this.file = file;
    this.rules = List.copyOf(rules);
    this.settings = settings;
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

  /**
   * Runs it.
   *
   * @param badRows told of every row that is no observation, by another thread
   * @throws IllegalStateException with the cause, if the file cannot be read to its end
   */
  public Outcome run(Consumer<RejectedRecord> badRows) throws InterruptedException {
    ConcurrentLinkedQueue<MatchLine> matches = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> late = new ConcurrentLinkedQueue<>();
    List<Collector<?>> collectors = new ArrayList<>();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration());
    env.setParallelism(1);
    AlertPipeline.build(
        env,
        new History(),
        settings,
        results -> {
          collectors.addAll(collect(results, matches, alerts, badRows));
          Collector<Observation> lateOnes =
              Collector.to(Observation.class, one -> late.add(one.timeMillis()));
          results.late().sinkTo(lateOnes).name("late");
          collectors.add(lateOnes);
        });
    try (LocalCluster cluster = LocalCluster.start(1)) {
      cluster.awaitEnd(cluster.submit(env, Optional.empty()));
    } finally {
      collectors.forEach(Collector::release);
    }
    return new Outcome(
        matches.stream().sorted(MatchLine.ORDER).toList(), List.copyOf(alerts), late.size());
  }

  private static List<Collector<?>> collect(
      PipelineResults results,
      ConcurrentLinkedQueue<MatchLine> matches,
      ConcurrentLinkedQueue<Alert> alerts,
      Consumer<RejectedRecord> badRows) {
    Collector<Detection> detections =
        Collector.to(
            Detection.class,
            detection -> {
              if (detection instanceof Match match) {
                matches.add(MatchLine.of(match));
              }
            });
    Collector<Alert> records = Collector.to(Alert.class, alerts::add);
    Collector<RejectedRecord> rejected = Collector.to(RejectedRecord.class, badRows);
    results.detections().sinkTo(detections).name("matches");
    results.alerts().sinkTo(records).name("alerts");
    results.rejected().sinkTo(rejected).name("bad rows");
    return List.of(detections, records, rejected);
  }

  private static Configuration configuration() {
    Configuration configuration = EngineSettings.pipelineConfiguration();
    configuration.set(PipelineOptions.NAME, JOB);
    return configuration;
  }

  private final class History implements PipelineSource {
    @Override
    public Ingested observations(StreamExecutionEnvironment env) {
      return RecordedObservations.from(env, new FileRecording(file));
    }

    @Override
    public RuleFeed rules(StreamExecutionEnvironment env) {
      return RuleFeed.fixed(env, new RuleSetUpdate(0, rules));
    }
  }
}
