package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StationTimerQueueTest {
  private final StationTimerQueue queue = new StationTimerQueue();

  @Test
  void givesTheEarliestFirstAndEqualTimesByName() {
    queue.plan(7, "b");
    queue.plan(7, "a");
    queue.plan(5, "c");
    assertThat(queue.next(6)).isEqualTo(new StationTimerQueue.Wake(5, "c"));
    assertThat(queue.next(6)).isNull();
    assertThat(queue.next(7)).isEqualTo(new StationTimerQueue.Wake(7, "a"));
    assertThat(queue.next(7)).isEqualTo(new StationTimerQueue.Wake(7, "b"));
  }

  @Test
  void takesAnEarlierTimeForALaterOne() {
    queue.plan(9, "a");
    queue.plan(5, "a");
    queue.plan(7, "a");
    assertThat(queue.next(9)).isEqualTo(new StationTimerQueue.Wake(5, "a"));
    assertThat(queue.next(9)).isNull();
    queue.plan(9, "a");
    assertThat(queue.next(9)).isEqualTo(new StationTimerQueue.Wake(9, "a"));
    assertThat(queue.next(9)).isNull();
  }

  @Test
  void doesNotGrowWhenATimeIsPutOffAgainAndAgain() {
    for (int observation = 1; observation <= 1000; observation++) {
      queue.arrived(observation, "a");
      assertThat(queue.next(observation)).isEqualTo(new StationTimerQueue.Wake(observation, "a"));
      queue.plan(observation + 100_000, "a");
    }
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.next(100_001)).isEqualTo(new StationTimerQueue.Wake(100_001, "a"));
  }

  @Test
  void doesNotGrowWhenASoonerTimeIsPutOffBeforeALaterOne() {
    queue.plan(1_000_000, "a");
    int woken = 0;
    for (int observation = 1; observation <= 1000; observation++) {
      queue.arrived(observation, "a");
      for (StationTimerQueue.Wake wake = queue.next(observation);
          wake != null;
          wake = queue.next(observation)) {
        queue.plan(observation + 10, "a");
        woken++;
      }
      assertThat(queue.size()).isLessThan(4);
    }
    assertThat(woken).isLessThan(1200);
  }

  @Test
  void ordersWhatArrivesAmongWhatIsPlanned() {
    queue.arrived(3, "b");
    queue.arrived(5, "b");
    queue.arrived(5, "a");
    queue.arrived(4, "c");
    queue.arrived(6, "a");
    queue.plan(9, "a");
    queue.plan(3, "a");
    List<String> order = new ArrayList<>();
    for (StationTimerQueue.Wake wake = queue.next(9); wake != null; wake = queue.next(9)) {
      order.add(wake.timeMillis() + wake.station());
    }
    assertThat(order).containsExactly("3a", "3b", "4c", "5a", "5b", "6a");
  }
}
