package io.petrel.wire.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.wire.avro.HttpSchemaRegistry.UnknownSchemaIds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often a registry without the schemas would be asked for them. */
class UnknownSchemaIdsTest {
  private final AtomicLong clock = new AtomicLong(Long.MIN_VALUE / 2);
  private final UnknownSchemaIds unknown = new UnknownSchemaIds(clock::get);

  @Test
  void anAnswerCountsForAMoment() {
    assertThat(unknown.contains(5)).isFalse();
    assertThat(unknown.mayAsk(5)).isTrue();
    assertThat(unknown.contains(5)).as("no answer yet").isFalse();
    unknown.add(5);
    pass(UnknownSchemaIds.REMEMBERED.minusNanos(1));
    assertThat(unknown.contains(5)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(unknown.contains(5)).as("there may be one by now").isFalse();
  }

  @Test
  void inventedIdsAreAskedForUpToHalfOfTheBurstAndThenAtThePace() {
    assertThat(asked(0, 10_000)).isEqualTo(UnknownSchemaIds.BURST / 2);
    int slowly = 0;
    for (int id = 10_000; id < 20_000; id++) {
      pass(Duration.ofMillis(1));
      slowly += asked(id, id + 1);
    }
    assertThat(slowly).isEqualTo(10 * UnknownSchemaIds.PER_SECOND);
  }

  @Test
  void anIdThatComesAgainIsAskedForInTheMidstOfThem() {
    asked(0, 1_000);
    assertThat(unknown.mayAsk(1 << 30)).isFalse();
    asked(1_000, 9_000);
    assertThat(unknown.mayAsk(1 << 30)).isTrue();
  }

  @Test
  void thereIsAnEndOfThoseToo() {
    int asked = 0;
    for (int i = 0; i < 10; i++) {
      asked += asked(0, 1_000);
    }
    assertThat(asked).isEqualTo(UnknownSchemaIds.BURST);
  }

  @Test
  void idsThatTheRegistryHasCostNothing() {
    for (int id = 0; id < 10_000; id++) {
      assertThat(unknown.mayAsk(id)).isTrue();
    }
  }

  /** How many of the ids the registry is asked for, always in vain. */
  private int asked(int from, int to) {
    int asked = 0;
    for (int id = from; id < to; id++) {
      if (!unknown.contains(id) && unknown.mayAsk(id)) {
        unknown.add(id);
        asked++;
      }
    }
    return asked;
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
