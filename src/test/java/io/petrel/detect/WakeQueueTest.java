package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeQueueTest {
  private final WakeQueue queue = new WakeQueue();

  @Test
  void givesTheEarliestFirstAndEqualTimesByName() {
    queue.add(7, "b");
    queue.add(7, "a");
    queue.add(5, "c");
    assertThat(queue.next(6)).isEqualTo(new WakeQueue.Wake(5, "c"));
    assertThat(queue.next(6)).isNull();
    assertThat(queue.next(7)).isEqualTo(new WakeQueue.Wake(7, "a"));
    assertThat(queue.next(7)).isEqualTo(new WakeQueue.Wake(7, "b"));
  }

  @Test
  void takesAnEarlierTimeAndThenTheOneThatWasIn() {
    queue.add(9, "a");
    queue.add(5, "a");
    assertThat(queue.next(9)).isEqualTo(new WakeQueue.Wake(5, "a"));
    assertThat(queue.next(9)).isEqualTo(new WakeQueue.Wake(9, "a"));
    assertThat(queue.next(9)).isNull();
  }

  @Test
  void doesNotGrowWhenATimeIsPutOffAgainAndAgain() {
    for (int observation = 1; observation <= 1000; observation++) {
      queue.add(observation, "a");
      assertThat(queue.next(observation)).isEqualTo(new WakeQueue.Wake(observation, "a"));
      queue.add(observation + 100_000, "a");
    }
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.next(100_001)).isEqualTo(new WakeQueue.Wake(100_001, "a"));
  }
}
