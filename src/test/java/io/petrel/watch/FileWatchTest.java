package io.petrel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
    Queue<WatchedFiles> looks = new ArrayDeque<>(List.of(A, A, A, A, A, B, A, A, B, B, B));
    FileWatchReader reader = reader(looks::remove);
    assertThat(looks.stream().toList())
        .extracting(look -> reader.lookOnce().orElse(null))
        .containsExactly(null, null, null, A, null, null, null, null, null, B, null);
  }

  /** A folder that is being copied, or changed with rm and cp: not every look is the end of it. */
  @Test
  void filesAreGoneOnlyWhenMoreLooksMissThem() {
    WatchedFiles both = new WatchedFiles(Map.of("e", "a", "f", "a"), Map.of(), "");
    Queue<WatchedFiles> looks =
        new ArrayDeque<>(List.of(both, both, both, both, A, A, A, both, A, A, A, A));
    FileWatchReader reader = reader(looks::remove);
    assertThat(looks.stream().toList())
        .extracting(look -> reader.lookOnce().orElse(null))
        .containsExactly(null, null, null, both, null, null, null, null, null, null, null, A);
  }

  /** Else nobody would know why edits of the rules do not count. */
  @Test
  @Timeout(20)
  void tellsOnceThatALookHangsAndThatItNoLongerDoes() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00.5Z"));
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now.get();
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    SynchronousQueue<WatchedFiles> looks = new SynchronousQueue<>();
    CountDownLatch looking = new CountDownLatch(1);
    FileWatchReader reader =
        new FileWatchReader(
            "f",
            () -> {
              looking.countDown();
              try {
                return looks.take();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Duration.ofHours(1),
            clock);
    Thread looker = new Thread(reader::lookOnce);
    looker.start();
    looking.await();
    now.set(now.get().plusSeconds(29));
    assertThat(reader.checkLook()).isEmpty();
    now.set(now.get().plusSeconds(1));
    assertThat(reader.checkLook())
        .hasValueSatisfying(
            files ->
                assertThat(files.fault()).isEqualTo("does not answer since 2026-01-01T00:00:00Z"));
    assertThat(reader.checkLook()).isEmpty();
    assertThat(reader.isAvailable()).isDone();
    looks.put(A);
    looker.join();
    List<WatchedFiles> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread next = new Thread(() -> reader.lookOnce().ifPresent(given::add));
      next.start();
      looks.put(A);
      next.join();
    }
    assertThat(given).containsExactly(A);
    assertThat(reader.checkLook()).isEmpty();
  }

  @Test
  void aLookThatFailsIsAFault() {
    FileWatchReader reader =
        new FileWatchReader(
            "f",
            () -> {
              throw new IllegalStateException("no driver");
            },
            Duration.ofHours(1),
            Clock.systemUTC());
    reader.lookOnce();
    assertThat(reader.lookOnce())
        .hasValueSatisfying(
            files ->
                assertThat(files.fault()).startsWith("cannot be read: ").contains("no driver"));
  }

  /** Else the looks would end for good, and nobody would know. */
  @Test
  void anErrorInALookIsAFault() {
    FileWatchReader reader =
        new FileWatchReader(
            "f",
            () -> {
              throw new StackOverflowError();
            },
            Duration.ofHours(1),
            Clock.systemUTC());
    reader.lookOnce();
    assertThat(reader.lookOnce())
        .hasValueSatisfying(files -> assertThat(files.fault()).contains("StackOverflowError"));
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
            Duration.ofMillis(1),
            Clock.systemUTC());
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
        FileWatch.file(env, "w", file, 100, Duration.ofMillis(20)).collectAsync()) {
      var job = env.executeAsync();
      assertThat(seen.next()).isEqualTo(A);
      Files.writeString(folder.resolve("new"), "b");
      Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(seen.next()).isEqualTo(B);
      job.cancel().get();
    }
  }

  private static FileWatchReader reader(Supplier<WatchedFiles> look) {
    return new FileWatchReader("f", look, Duration.ofHours(1), Clock.systemUTC());
  }
}
