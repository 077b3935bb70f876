package io.petrel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  private static final WatchedFiles A = new WatchedFiles(Map.of("f", "a"), Map.of(), "");
  private static final WatchedFiles B = new WatchedFiles(Map.of("f", "b"), Map.of(), "");

  @Test
  void countsWhatTwoLooksInARowSeeAndGivesItOnce() {
    Queue<WatchedFiles> looks = new ArrayDeque<>(List.of(A, A, A, B, A, A, B, B, B));
    FileWatchReader reader = new FileWatchReader("f", looks::remove, Duration.ofHours(1));
    assertThat(looks.stream().toList())
        .extracting(look -> reader.lookOnce().orElse(null))
        .containsExactly(null, A, null, null, null, null, null, B, null);
  }

  @Test
  void aLookThatFailsIsAFault() {
    FileWatchReader reader =
        new FileWatchReader(
            "f",
            () -> {
              throw new IllegalStateException("no driver");
            },
            Duration.ofHours(1));
    reader.lookOnce();
    assertThat(reader.lookOnce())
        .hasValueSatisfying(
            files ->
                assertThat(files.fault()).startsWith("cannot be read: ").contains("no driver"));
  }

  /** A look that hangs must not hold back the task: no poll, no checkpoint, no end. */
  @Test
  @Timeout(20)
  void aLookThatHangsHoldsBackNothing() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    FileWatchReader reader =
        new FileWatchReader(
            "f",
            () -> {
              looking.countDown();
              while (true) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  continue; // A system call to a dead file server does not end either.
                }
                return A;
              }
            },
            Duration.ofMillis(1));
    reader.start();
    looking.await();
    assertThat(reader.pollNext(null)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
    assertThat(reader.snapshotState(1)).isEmpty();
    reader.close();
    never.countDown();
  }

  @Test
  @Timeout(120)
  void givesAFileWhileAJobRuns(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "a");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    try (CloseableIterator<WatchedFiles> seen =
        FileWatch.file(env, "w", file.toString(), Duration.ofMillis(20)).collectAsync()) {
      var job = env.executeAsync();
      assertThat(seen.next()).isEqualTo(A);
      Files.writeString(folder.resolve("new"), "b");
      Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(seen.next()).isEqualTo(B);
      job.cancel().get();
    }
  }
}
