package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckpointGateTest {
  private static final Instant NOW = Instant.EPOCH;
  private final CheckpointGate confirmations = new CheckpointGate(true, Duration.ofSeconds(30));

  @Test
  void aMailGoesWhenACheckpointThatHoldsItIsComplete() {
    confirmations.decided("ann", 1, NOW);
    assertThat(confirmations.mayGo("ann", 1, NOW)).isFalse();
    confirmations.snapshot(7);
    confirmations.decided("bob", 2, NOW);
    assertThat(confirmations.mayGo("ann", 1, NOW)).isFalse();
    assertThat(confirmations.complete(7)).containsExactly("ann");
    assertThat(confirmations.mayGo("ann", 1, NOW)).isTrue();
    assertThat(confirmations.mayGo("bob", 2, NOW)).isFalse();
  }

  @Test
  void aLaterCheckpointHoldsWhatAFailedOneWouldHave() {
    confirmations.decided("ann", 1, NOW);
    confirmations.snapshot(7);
    confirmations.snapshot(8);
    assertThat(confirmations.complete(8)).containsExactly("ann");
    assertThat(confirmations.mayGo("ann", 1, NOW)).isTrue();
  }

  @Test
  void aMailLeavesWithoutACheckpointWhenNoneComes() {
    confirmations.decided("ann", 1, NOW);
    assertThat(confirmations.mayGo("ann", 1, NOW.plusSeconds(29))).isFalse();
    assertThat(confirmations.mayGo("ann", 1, NOW.plusSeconds(30))).isTrue();
  }

  @Test
  void aRestoredMailIsInACheckpointAlready() {
    assertThat(confirmations.mayGo("ann", 1, NOW)).isTrue();
  }

  @Test
  void withoutCheckpointsNothingWaits() {
    CheckpointGate none = new CheckpointGate(false, Duration.ofSeconds(30));
    none.decided("ann", 1, NOW);
    assertThat(none.mayGo("ann", 1, NOW)).isTrue();
  }

  @Test
  void theServerIsLeftAloneLongerAndLonger() {
    ServerPause pause = new ServerPause(Duration.ofMinutes(15), 1);
    Instant now = NOW;
    Duration last = Duration.ZERO;
    for (int i = 0; i < 15; i++) {
      assertThat(pause.isOver(now)).isTrue();
      pause.failed(now);
      pause.failed(now.plusMillis(1));
      assertThat(pause.failures()).isEqualTo(i + 1);
      assertThat(pause.room(4)).isEqualTo(1);
      last = Duration.between(now, pause.until());
      now = pause.until();
    }
    assertThat(last).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(19));
    pause.answered();
    assertThat(pause.room(4)).isEqualTo(4);
    assertThat(pause.isOver(NOW)).isTrue();
  }
}
