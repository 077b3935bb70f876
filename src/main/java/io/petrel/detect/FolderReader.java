package io.petrel.detect;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Looks at the folder again and again. In its task's thread alone; others read its gauges. */
final class FolderReader implements SourceReader<FolderNews, FolderSplit> {
  private final Path folder;
  private final Duration interval;
  private final Clock clock;
  private @Nullable FolderWatch watch;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  FolderReader(Path folder, Duration interval, Clock clock, MetricGroup metrics) {
    this.folder = folder;
    this.interval = interval;
    this.clock = clock;
    MetricGroup group = metrics.addGroup("petrel");
    group.gauge("rules_refused", () -> watch == null ? 0 : watch.state().rejected().size());
    group.gauge(
        "rule_folder_unreadable", () -> watch == null || watch.state().fault().isEmpty() ? 0 : 1);
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<FolderNews> output) {
    FolderWatch watching = watch;
    if (watching != null && available.isDone()) {
      FolderNews news = watching.look(FolderReading.of(folder), clock.millis());
      if (!news.isEmpty()) {
        output.collect(news);
      }
      available =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<FolderSplit> splits) {
    for (FolderSplit split : splits) {
      watch = new FolderWatch(shown(folder), split.state());
      available.complete(null);
    }
  }

  private static String shown(Path folder) {
    return folder.getName() + "/";
  }

  @Override
  public List<FolderSplit> snapshotState(long checkpoint) {
    return watch == null ? List.of() : List.of(new FolderSplit(watch.state()));
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {}
}
