package io.petrel.replay;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.engine.AlertPipeline;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineResults;
import io.petrel.engine.PipelineSettings;
import io.petrel.engine.PipelineSource;
import io.petrel.engine.RuleFeed;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.RecordedObservations;
import io.petrel.ingest.Recording;
import io.petrel.rule.Emit;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Runs of the production pipeline over history, from its start to its end: in the order of event
 * time, so that nothing is sent that would have to be corrected, or as reports arrived.
 */
public final class PipelineRun {
  /** For steps that take milliseconds unless something is wrong. */
  private static final Duration STEP_LIMIT = Duration.ofMinutes(1);

  private final String name;
  private final List<RuleFile> rules;
  private final PipelineSettings settings;
  private final int parallelism;

  /**
   * A run in one subtask that has not started.
   *
   * @param name of the job
   * @param rules valid ones
   */
  public PipelineRun(String name, List<RuleFile> rules, PipelineSettings settings) {
    this(name, rules, settings, 1);
  }

  /**
   * A run that has not started.
   *
   * @param parallelism subtasks of each stage after reading, >= 1; the cluster has as many slots.
   *     The results are the same for each value, in another order
   */
  public PipelineRun(
      String name, List<RuleFile> rules, PipelineSettings settings, int parallelism) {
    this.name = name;
    this.rules = List.copyOf(rules);
    this.settings = settings;
    this.parallelism = parallelism;
  }

  /** Receives the results, one thread for each stream. */
  public interface Receiver {
    /**
     * A record of an incident, in a run of reports as they arrived.
     *
     * @param atMillis wall clock of the run when it came out
     */
    default void alert(Alert alert, long atMillis) {
      alert(alert);
    }

    /**
     * A match, a clear or a revision, in a run of reports as they arrived.
     *
     * @param atMillis wall clock of the run when it came out
     */
    default void detection(Detection detection, long atMillis) {
      detection(detection);
    }

    /** A match or a clear, before it becomes an incident; in order of arrival also a revision. */
    void detection(Detection detection);

    /** A record of an incident. */
    void alert(Alert alert);

    /** An observation that came too late. */
    void late(Observation observation);

    /** A record of the history that is not an observation. */
    void rejected(RejectedRecord rejected);
  }

  /**
   * A part of history and the rules that run over it.
   *
   * @param rules valid ones
   */
  public record Part(List<RuleFile> rules, Recording history) {
    public Part {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Runs it and waits for its end.
   *
   * @throws IllegalStateException with the cause, if the history cannot be read to its end
   */
  public void run(LocalCluster cluster, Recording history, Receiver receiver)
      throws InterruptedException {
    try (Prepared prepared =
        prepare(new History(env -> RecordedObservations.from(env, history)), receiver)) {
      cluster.awaitEnd(cluster.submit(prepared.env, Optional.empty()));
    }
  }

  /**
   * Runs reports as they arrived, in one subtask, and waits for the end. What came too late, by
   * {@code revise-for}, is received as late.
   *
   * @param history in the order of arrival: {@link Observation#receivedAtMillis}, or the report's
   *     time where that is unknown
   * @param emit when matches are emitted, unless their rule says otherwise
   * @throws IllegalStateException with the cause, if the history cannot be read to its end
   */
  public void runAsTheyArrived(
      LocalCluster cluster, Recording history, Emit emit, Receiver receiver)
      throws InterruptedException {
    try (ArrivalClock clock = new ArrivalClock(settings.reportDelay().toMillis());
        Prepared prepared =
            prepare(
                new History(env -> clock.source(env, history)),
                receiver,
                settings.asTheyArrive(emit),
                1,
                clock)) {
      cluster.awaitEnd(cluster.submit(prepared.env, Optional.empty()));
    }
  }

  /**
   * Runs history in parts, each under its own rules, and waits for its end: the rules change as
   * they would in production, when all of the part before has been processed.
   *
   * @param parts one after the other, at least one; the first has the rules of this run
   * @throws IllegalStateException with the cause, if the history cannot be read to its end
   */
  public void run(LocalCluster cluster, List<Part> parts, Receiver receiver)
      throws InterruptedException {
    if (parts.size() == 1) {
      run(cluster, parts.get(0).history(), receiver);
      return;
    }
    try (PhasedReplay history = new PhasedReplay(parts);
        Prepared prepared = prepare(history, receiver)) {
      JobID job = cluster.submit(prepared.env, Optional.empty());
      // A checkpoint passes every operator after all earlier elements.
      cluster.awaitRunning(job, STEP_LIMIT);
      history.play(() -> cluster.checkpoint(job, STEP_LIMIT), STEP_LIMIT);
      cluster.awaitEnd(job);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the rules could not be changed: " + e.getMessage(), e);
    }
  }

  private record Prepared(StreamExecutionEnvironment env, List<InJvmSink<?>> collectors)
      implements AutoCloseable {
    @Override
    public void close() {
      collectors.forEach(InJvmSink::release);
    }
  }

  private Prepared prepare(PipelineSource source, Receiver receiver) {
    return prepare(source, receiver, settings.inOrder(), parallelism, null);
  }

  /**
   * @param clock of a run of reports as they arrived
   */
  private Prepared prepare(
      PipelineSource source,
      Receiver receiver,
      PipelineSettings used,
      int subtasks,
      @Nullable ArrivalClock clock) {
    List<InJvmSink<?>> collectors = new ArrayList<>();
    Configuration configuration = configuration();
    if (clock != null) {
      configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO); // Each step is awaited.
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(subtasks);
    AlertPipeline.build(
        env, source, used, results -> collectors.addAll(collect(results, receiver, clock)));
    return new Prepared(env, collectors);
  }

  private static List<InJvmSink<?>> collect(
      PipelineResults results, Receiver receiver, @Nullable ArrivalClock clock) {
    InJvmSink<Detection> detections =
        sink(Detection.class, clock, receiver::detection, receiver::detection);
    InJvmSink<Alert> alerts = sink(Alert.class, clock, receiver::alert, receiver::alert);
    InJvmSink<Observation> late = InJvmSink.to(Observation.class, receiver::late);
    InJvmSink<RejectedRecord> rejected = InJvmSink.to(RejectedRecord.class, receiver::rejected);
    results.detections().sinkTo(detections).name("matches").setParallelism(1);
    results.alerts().sinkTo(alerts).name("alerts").setParallelism(1);
    results.late().sinkTo(late).name("late").setParallelism(1);
    results.rejected().sinkTo(rejected).name("bad rows").setParallelism(1);
    return List.of(detections, alerts, late, rejected);
  }

  private static <T> InJvmSink<T> sink(
      Class<T> type,
      @Nullable ArrivalClock clock,
      Consumer<T> receiver,
      ObjLongConsumer<T> receiverWithTime) {
    return clock == null
        ? InJvmSink.to(type, receiver)
        : InJvmSink.to(
            type, value -> receiverWithTime.accept(value, clock.nowMillis()), clock.awaited());
  }

  private Configuration configuration() {
    Configuration configuration = EngineSettings.pipelineConfiguration();
    configuration.set(PipelineOptions.NAME, name);
    return configuration;
  }

  /** The reports of history, under the rules of this run. */
  private final class History implements PipelineSource {
    private final Function<StreamExecutionEnvironment, Ingested> reports;

    private History(Function<StreamExecutionEnvironment, Ingested> reports) {
      this.reports = reports;
    }

    @Override
    public Ingested observations(StreamExecutionEnvironment env) {
      return reports.apply(env);
    }

    @Override
    public RuleFeed rules(StreamExecutionEnvironment env) {
      return RuleFeed.fixed(env, new RuleSetUpdate(0, rules));
    }
  }
}
