package io.petrel.notify;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the file again and again. Runs in its task's thread alone. */
final class SubscriptionFileReader implements SourceReader<SubscriptionSet, NothingToSplit> {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionFileReader.class);

  private final Path file;
  private final Duration interval;
  private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

  /** What the last look saw, to tell a file that is being written from one that is done. */
  private @Nullable String seen;

  /** What was told last, good or faulty. */
  private @Nullable String judged;

  private boolean unreadable;

  SubscriptionFileReader(Path file, Duration interval) {
    this.file = file;
    this.interval = interval;
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<SubscriptionSet> output) {
    if (available.isDone()) {
      look().ifPresent(output::collect);
      available =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private Optional<SubscriptionSet> look() {
    String text;
    try {
      text = read();
    } catch (IOException e) {
      if (!unreadable) {
        LOG.error("{} cannot be read; the subscriptions stay as they are: {}", file, e.toString());
      }
      unreadable = true;
      return Optional.empty();
    }
    unreadable = false;
    boolean first = judged == null;
    boolean settled = text.equals(seen);
    seen = text;
    if (text.equals(judged) || !(first || settled)) {
      return Optional.empty();
    }
    judged = text;
    return check(new SubscriptionSet(file.getName(), text));
  }

  private static Optional<SubscriptionSet> check(SubscriptionSet set) {
    Issues issues = new Issues();
    int count = SubscriptionReader.read(set.source(), issues).list().size();
    if (issues.hasErrors()) {
      LOG.error(
          "{} is faulty; the last good subscriptions hold.\n{}",
          set.name(),
          MailAddress.maskedIn(IssuePrinter.print(issues.sorted())));
      return Optional.empty();
    }
    LOG.info("{}: {} subscriptions hold from now on", set.name(), count);
    return Optional.of(set);
  }

  private String read() throws IOException {
    try (FSDataInputStream in = file.getFileSystem().open(file)) {
      // More than the YAML reader takes, so that it says what is wrong.
      byte[] bytes = in.readNBytes(4 * YamlReader.MAX_LENGTH + 1);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<NothingToSplit> splits) {}

  @Override
  public List<NothingToSplit> snapshotState(long checkpoint) {
    return List.of();
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {}
}
