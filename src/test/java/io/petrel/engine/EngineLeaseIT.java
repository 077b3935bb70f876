package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.publish.PublishSettings;
import io.petrel.publish.TopicAdmin;
import io.petrel.testing.BothJobs;
import io.petrel.testing.SharedKafka;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lease on a real broker. */
@Timeout(120)
class EngineLeaseIT {
  private EngineLease.Lease lease;

  @BeforeEach
  void start() {
    PublishSettings settings = PublishSettings.defaults(SharedKafka.emptied().bootstrapServers());
    try (TopicAdmin topics = TopicAdmin.open(settings, Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(settings, "observations", 1)).problems()).isEmpty();
    }
    lease = EngineLease.Lease.ofDetection(settings);
  }

  @AfterEach
  void free() {
    EngineLease.release(lease);
  }

  @Test
  void aSecondRunIsRefusedWithHostProcessAndAge() throws Exception {
    EngineLease.HostProcess self = EngineLease.HostProcess.current();
    String held =
        "Another engine holds the lease 'petrel.alerts-lease': host %s, process %d, for \\d+ s\\. .*"
            .formatted(self.host(), self.pid());
    try (Keeper first = new Keeper("a")) {
      assertThatThrownBy(() -> EngineLease.take(lease, "b"))
          .isInstanceOf(EngineLease.Refused.class)
          .hasMessageMatching(held);
      assertThat(EngineLease.heldByOther(lease, holder -> false, holder -> false))
          .hasValueSatisfying(text -> assertThat(text).matches(held));
      assertThat(first.failure).isNull();
    }
  }

  @Test
  void theNextAttemptOfTheSameJobIsNoOther() throws Exception {
    EngineLease.take(lease, "a").close(); // As a task does that is cancelled.
    EngineLease.take(lease, "a").close();
    assertThat(EngineLease.heldByOther(lease, holder -> false, holder -> holder.run().equals("a")))
        .isEmpty();
  }

  @Test
  void aLeaseIsFreeAtOnceWhenItWasGivenBack() throws Exception {
    EngineLease first = EngineLease.take(lease, "a");
    first.free();
    first.close();
    long begin = System.nanoTime();
    EngineLease.take(lease, "b").close();
    EngineLease.release(lease);
    EngineLease.take(lease, "c").close();
    assertThat(EngineLease.heldByOther(lease, holder -> true, holder -> false)).isEmpty();
    EngineLease.take(lease, "d").close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(EngineLease.STALE_AFTER);
  }

  @Test
  void aLeaseWhoseHolderIsDeadIsTakenOver() throws Exception {
    EngineLease.take(lease, "a").close(); // Stays a member, and sends no heartbeat.
    long begin = System.nanoTime();
    assertThat(EngineLease.heldByOther(lease, holder -> false, holder -> false))
        .isEqualTo(Optional.empty());
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(3), EngineLease.STALE_AFTER.plusSeconds(5));
  }

  /** Keeps a lease as a job does. */
  private final class Keeper implements AutoCloseable {
    private final Thread thread;
    private volatile boolean stop;
    private volatile Throwable failure;

    Keeper(String run) throws InterruptedException {
      java.util.concurrent.CountDownLatch taken = new java.util.concurrent.CountDownLatch(1);
      thread =
          new Thread(
              () -> {
                try (EngineLease held = EngineLease.take(lease, run)) {
                  taken.countDown();
                  while (!stop) {
                    held.keep();
                    java.util.concurrent.TimeUnit.MILLISECONDS.sleep(500);
                  }
                  held.free();
                } catch (Exception e) {
                  failure = e;
                  taken.countDown();
                }
              });
      thread.start();
      taken.await();
    }

    @Override
    public void close() throws InterruptedException {
      stop = true;
      thread.join();
    }
  }
}
