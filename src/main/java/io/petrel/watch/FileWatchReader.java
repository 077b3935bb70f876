package io.petrel.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * checkpoint. A look counts when the one before saw the same, so that a file that is being written
 * is not taken half; what counts is given once, until it changes.
 */
final class FileWatchReader implements SourceReader<WatchedFiles, FileWatch.NoSplit> {
  private final Supplier<WatchedFiles> look;
  private final Duration interval;
  private final ScheduledExecutorService looker;

  /** The last look, and the last that counted. Of the looker's thread alone. */
  private @Nullable WatchedFiles before;

  private @Nullable WatchedFiles counted;

  /** What is to be given, and whether there is something. Guarded by this. */
  private @Nullable WatchedFiles next;

  private CompletableFuture<Void> available = new CompletableFuture<>();

  FileWatchReader(String name, Supplier<WatchedFiles> look, Duration interval) {
    this.look = look;
    this.interval = interval;
    this.looker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "watch " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void start() {
    // A look throws nothing but errors of the machine: there is nothing to learn from its future.
    ScheduledFuture<?> unused =
        looker.scheduleWithFixedDelay(
            () -> lookOnce().ifPresent(this::give), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks; returns what counts from now on, if that is something new. */
  Optional<WatchedFiles> lookOnce() {
    WatchedFiles seen;
    try {
      seen = look.get();
    } catch (RuntimeException e) {
      seen = WatchedFiles.faulty("cannot be read: " + e);
    }
    boolean settled = seen.equals(before);
    before = seen;
    if (!settled || seen.equals(counted)) {
      return Optional.empty();
    }
    counted = seen;
    return Optional.of(seen);
  }

  private synchronized void give(WatchedFiles files) {
    next = files;
    available.complete(null);
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

  /** Does not wait for a look that hangs. */
  @Override
  public void close() {
    looker.shutdownNow();
  }
}
