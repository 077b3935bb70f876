package io.petrel.cli.run;

import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.config.Config;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.JobState;
import io.petrel.engine.LocalEngine;
import io.petrel.engine.NotificationJob;
import io.petrel.monitor.HealthReport;
import io.petrel.monitor.HealthReport.Check;
import io.petrel.monitor.HealthSource;
import io.petrel.text.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Reports the health of the engine in this JVM: jobs, checkpoints, rules, and Kafka. */
public final class EngineVitals implements HealthSource, AutoCloseable {
  /** Of one answer; a prober waits a little longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A newest checkpoint older than this many intervals is a failure. */
  private static final int INTERVALS = 10;

  private static final Duration LEAST_AGE = Duration.ofMinutes(1);

  private final LocalEngine engine;
  private final List<String> jobs;
  private final Duration oldest;
  private final Duration futureTolerance;
  private final Admin kafka;
  private final Clock clock;

  private EngineVitals(
      LocalEngine engine,
      List<String> jobs,
      Duration oldest,
      Duration futureTolerance,
      Admin kafka,
      Clock clock) {
    this.engine = engine;
    this.jobs = jobs;
    this.oldest = oldest;
    this.futureTolerance = futureTolerance;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** Watches an engine, with the limits of its configuration, before its jobs start. */
  public static EngineVitals of(LocalEngine engine, Config config, Clock clock) {
    List<String> jobs =
        config.mail().isPresent()
            ? List.of(DetectionJob.NAME, NotificationJob.NAME)
            : List.of(DetectionJob.NAME);
    Duration intervals = config.engine().checkpointInterval().multipliedBy(INTERVALS);
    Duration oldest = intervals.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : intervals;
    return new EngineVitals(
        engine,
        jobs,
        config.oldestCheckpoint().filter(limit -> limit.compareTo(oldest) < 0).orElse(oldest),
        config.ingest().futureTolerance(),
        new Brokers(config.kafka()).admin(PATIENCE),
        clock);
  }

  @Override
  public String metrics() {
    return engine.metrics().text();
  }

  @Override
  public HealthReport health() {
    try {
      return new HealthReport(
          engine.states(PATIENCE).stream()
              .map(job -> new Check(job.name(), !job.isOver(), job.status()))
              .toList());
    } catch (TimeoutException | IllegalStateException e) {
      return new HealthReport(List.of(silentCluster(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HealthReport(List.of(silentCluster(e)));
    }
  }

  @Override
  public HealthReport readiness() {
    List<Check> checks = new ArrayList<>();
    try {
      List<JobState> states = engine.states(PATIENCE);
      for (String job : jobs) {
        states.stream()
            .filter(state -> state.name().equals(job))
            .findFirst()
            .ifPresentOrElse(
                state -> {
                  checks.add(runs(state));
                  checks.add(checkpoint(state));
                },
                () -> checks.add(new Check(job, false, "has not started yet")));
      }
      checks.add(rules());
      checks.add(late());
      checks.add(clock());
      if (jobs.contains(NotificationJob.NAME)) {
        checks.add(mail());
      }
      checks.add(kafka());
    } catch (TimeoutException | IllegalStateException e) {
      checks.add(silentCluster(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      checks.add(silentCluster(e));
    }
    return new HealthReport(checks);
  }

  private static Check silentCluster(Exception e) {
    return new Check("cluster", false, "does not answer: " + FaultMessages.causes(e));
  }

  private static Check runs(JobState state) {
    return state.isRunning()
        ? new Check(state.name(), true, "every subtask runs")
        : new Check(state.name(), false, "not every subtask runs; the job is " + state.status());
  }

  private Check checkpoint(JobState state) {
    String name = state.name() + " checkpoint";
    String failure = state.checkpointFailure().map(why -> "; the newest failed: " + why).orElse("");
    if (state.lastCheckpointMillis().isEmpty()) {
      return new Check(name, false, "none is complete since the start" + failure);
    }
    Duration age =
        Duration.ofMillis(Math.max(0, clock.millis() - state.lastCheckpointMillis().getAsLong()));
    boolean good = age.compareTo(oldest) <= 0;
    return new Check(
        name,
        good,
        "the newest complete one is %d s old; at most %d s are good%s"
            .formatted(age.toSeconds(), oldest.toSeconds(), failure));
  }

  private Check rules() {
    OptionalDouble rules = engine.counts().highest("rules");
    if (rules.isEmpty()) {
      return new Check("rules", false, "are not loaded yet");
    }
    long count = (long) rules.getAsDouble();
    return new Check("rules", count > 0, count == 1 ? "1 runs" : count + " run");
  }

  /** Told, but no reason to leave the engine alone: it does what it can. */
  private Check late() {
    return new Check(
        "late observations",
        true,
        engine.counts().sum("observations_late")
            + " since the start, more than detect.revise-for behind their station");
  }

  /** A slow clock of this machine makes every report one from the future, and rejects it. */
  private Check clock() {
    double ahead = -engine.counts().highest("record_age_largest_millis").orElse(0);
    boolean slow = ahead > futureTolerance.toMillis();
    return new Check(
        "clock",
        !slow,
        slow
            ? "this machine's clock is slow: every record is from %s ahead of it; set the clock"
                .formatted(Durations.words((long) ahead))
            : "agrees with the records that were read lately");
  }

  /** Detection goes on without a mail server, and mail waits for it. */
  private Check mail() {
    long waited = (long) engine.counts().highest("mail_oldest_waiting_millis").orElse(0);
    return new Check(
        "mail",
        true,
        waited == 0
            ? "none waits for the mail server"
            : "the oldest has waited %s for the mail server".formatted(Durations.words(waited)));
  }

  private Check kafka() throws InterruptedException {
    try {
      int brokers =
          kafka.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).size();
      return new Check("kafka", true, brokers == 1 ? "1 broker" : brokers + " brokers");
    } catch (ExecutionException | TimeoutException e) {
      return new Check("kafka", false, "does not answer within " + PATIENCE.toSeconds() + " s");
    }
  }

  @Override
  public void close() {
    kafka.close(Duration.ZERO);
  }
}
