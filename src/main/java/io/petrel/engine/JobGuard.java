package io.petrel.engine;

import io.petrel.alert.Alert;
import io.petrel.publish.PublishSettings;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Passes records on unchanged, and ends the job when it must not go on: for good when another job
 * has its {@link EngineLease}; for a restart from the last checkpoint when that is so old that the
 * brokers may soon drop what was sent since then. A checkpoint that completed after that would
 * count as sent what is gone. The first subtask does this for all, in a thread of its own, which
 * works also while the task waits for a broker.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open before all else.
public final class JobGuard<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1;
  private static final long LOOK_MILLIS = 1000;

  private final EngineLease.Lease lease;
  private final @Nullable Duration oldestCheckpoint;

  /** Checkpoint to the time at which its barrier passed, System.nanoTime. */
  private transient NavigableMap<Long, Long> begun;

  private transient volatile long goodSinceNanos;
  private transient @Nullable ScheduledExecutorService thread;
  private transient @Nullable EngineLease held;
  private transient boolean ended;
  private transient boolean troubled;

  private JobGuard(EngineLease.Lease lease, @Nullable Duration oldestCheckpoint) {
    this.lease = lease;
    this.oldestCheckpoint = oldestCheckpoint;
  }

  /** Guards detection, over its alerts. */
  public static DataStream<Alert> ofDetection(DataStream<Alert> alerts, PublishSettings settings) {
    return guarded(
        alerts,
        DetectionJob.NAME,
        new JobGuard<>(
            EngineLease.Lease.ofDetection(settings), settings.oldestCheckpoint().orElse(null)));
  }

  /** Guards notification, over the alerts that it reads; it has no transactions. */
  static DataStream<Alert> ofNotification(DataStream<Alert> alerts, EngineLease.Lease lease) {
    return guarded(alerts, NotificationJob.NAME, new JobGuard<>(lease, null));
  }

  private static <T> DataStream<T> guarded(DataStream<T> records, String job, JobGuard<T> guard) {
    return records.transform(job + " guard", records.getType(), guard).uid(job + "-guard");
  }

  @Override
  public void open() throws Exception {
    super.open();
    begun = new ConcurrentSkipListMap<>();
    goodSinceNanos = System.nanoTime();
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0) {
      return;
    }
    if (oldestCheckpoint != null) {
      var metrics = getMetricGroup().addGroup("petrel");
      metrics.gauge("checkpoint_age_millis", () -> age().toMillis());
      metrics.gauge("checkpoint_age_limit_millis", oldestCheckpoint::toMillis);
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "job-guard " + lease.group());
              made.setDaemon(true);
              return made;
            });
    String run = getRuntimeContext().getJobInfo().getJobId().toHexString();
    try {
      held = thread.submit(() -> EngineLease.take(lease, run)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineLease.Refused refused) {
        throw forGood(refused);
      }
      throw e;
    }
    var unused =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Exception forGood(EngineLease.Refused refused) {
    LOG.error("The job ends: {}", refused.getMessage());
    return new SuppressRestartsException(refused);
  }

  private void look() {
    Duration age = age();
    if (oldestCheckpoint != null && age.compareTo(oldestCheckpoint) > 0) {
      String message =
          ("No checkpoint was complete for %d s; the limit is %d s, publish.transaction-timeout less"
                  + " publish.longest-outage. The job restarts from the last one before the brokers"
                  + " drop what was sent since, so nothing is lost, but no alert is visible until a"
                  + " checkpoint is complete. Look at the storage of engine.checkpoint-folder")
              .formatted(age.toSeconds(), oldestCheckpoint.toSeconds());
      end(new IllegalStateException(message));
      return;
    }
    try {
      if (held != null) {
        held.keep();
      }
      troubled = false;
    } catch (EngineLease.Refused e) {
      end(forGood(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!troubled) {
        troubled = true;
        LOG.warn("The lease {} could not be looked at; the job goes on", lease.group(), e);
      }
    }
  }

  private void end(Exception reason) {
    if (!ended) {
      ended = true;
      LOG.error("The job ends or restarts: {}", reason.getMessage());
      getContainingTask().getEnvironment().failExternally(reason);
    }
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - goodSinceNanos);
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    begun.put(context.getCheckpointId(), System.nanoTime());
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    Long since = begun.get(checkpoint);
    if (since != null) {
      goodSinceNanos = since;
    }
    begun.headMap(checkpoint, true).clear();
  }

  @Override
  public void close() throws Exception {
    ScheduledExecutorService watching = thread;
    if (watching != null) {
      EngineLease mine = held;
      if (mine != null) {
        boolean stopped = !getContainingTask().isCanceled() && !getContainingTask().isFailing();
        // The consumer is of that thread alone.
        var unused =
            watching.submit(
                () -> {
                  if (stopped) {
                    mine.free();
                  }
                  mine.close();
                });
      }
      if (mine == null) {
        watching.shutdownNow();
      } else {
        watching.shutdown();
      }
      var unused = watching.awaitTermination(10, TimeUnit.SECONDS);
    }
    super.close();
  }
}
