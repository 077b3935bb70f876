package io.petrel.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a place again and again, in a thread of its own: a file system that hangs holds back no
 * checkpoint, and that it hangs is told as a fault by another thread. A look counts when the one
 * before saw the same, so that a file that is being written is not taken half; one that misses
 * files needs more, so that a folder that is being copied is not taken half. What counts is given
 * once, until it changes.
 */
final class FileWatchReader implements SourceReader<WatchedFiles, FileWatch.NoSplit> {
  /** A look that takes longer is told. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How many looks in a row must see the same. */
  private static final int LOOKS = 2;

  /** How many when files are gone, or nothing is known of what was there. */
  private static final int LOOKS_AT_LOSS = 4;

  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

  private final Supplier<WatchedFiles> look;
  private final Duration interval;
  private final Clock clock;
  private final ScheduledExecutorService threads;

  // All that follows is guarded by this.

  /** When the look that goes on began; null = none goes on. */
  private @Nullable Instant looking;

  /** What the last look saw, and how many in a row did. */
  private @Nullable WatchedFiles seen;

  private int times;

  /** What holds. */
  private @Nullable WatchedFiles counted;

  /** The names of the last files that there were; null = not known yet. */
  private @Nullable Set<String> known;

  /** What is to be given, if there is something. */
  private @Nullable WatchedFiles next;

  private CompletableFuture<Void> available = new CompletableFuture<>();

  FileWatchReader(String name, Supplier<WatchedFiles> look, Duration interval, Clock clock) {
    this.look = look;
    this.interval = interval;
    this.clock = clock;
    this.threads =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "watch " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void start() {
    // Neither throws: there is nothing to learn from their futures.
    ScheduledFuture<?> unusedLooks =
        threads.scheduleWithFixedDelay(
            this::lookOnce, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    long millis = BETWEEN_CHECKS.toMillis();
    ScheduledFuture<?> unusedChecks =
        threads.scheduleWithFixedDelay(this::checkLook, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks; gives and returns what counts from now on, if that is something new. */
  Optional<WatchedFiles> lookOnce() {
    synchronized (this) {
      looking = clock.instant();
    }
    WatchedFiles found;
    try {
      found = look.get();
    } catch (RuntimeException | Error e) { // An error, too, must not end the looks for good.
      found = WatchedFiles.faulty("cannot be read: " + e);
    }
    synchronized (this) {
      looking = null;
      times = found.equals(seen) ? times + 1 : 1;
      seen = found;
      if (times < (misses(found) ? LOOKS_AT_LOSS : LOOKS)) {
        return Optional.empty();
      }
      if (!found.names().isEmpty()) {
        known = found.names();
      }
      return give(found);
    }
  }

  private boolean misses(WatchedFiles found) {
    return found.fault().isEmpty() && (known == null || !found.names().containsAll(known));
  }

  /** Gives and returns that a look hangs, once. */
  synchronized Optional<WatchedFiles> checkLook() {
    return looking == null || looking.plus(PATIENCE).isAfter(clock.instant())
        ? Optional.empty()
        : give(
            WatchedFiles.faulty(
                "does not answer since " + looking.truncatedTo(ChronoUnit.SECONDS)));
  }

  private synchronized Optional<WatchedFiles> give(WatchedFiles files) {
    if (files.equals(counted)) {
      return Optional.empty();
    }
    counted = files;
    next = files;
    available.complete(null);
    return Optional.of(files);
  }

  @Override
  public synchronized InputStatus pollNext(ReaderOutput<WatchedFiles> output) {
    WatchedFiles files = next;
    if (files != null) {
      output.collect(files);
      next = null;
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public synchronized CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<FileWatch.NoSplit> splits) {}

  @Override
  public List<FileWatch.NoSplit> snapshotState(long checkpoint) {
    return List.of();
  }

  @Override
  public void notifyNoMoreSplits() {}

  /** Does not wait for a read that hangs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
