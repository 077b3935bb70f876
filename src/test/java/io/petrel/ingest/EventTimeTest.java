package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTimeTest {
  private static final long BOUND = 100;
  private static final long IDLE = 1_000;
  private static final long NOW = 1_000_000;

  private final EventTime time = new EventTime(BOUND, IDLE);

  @Test
  void isUnknownUntilEveryPartitionHasGivenAnObservation() {
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
    time.assigned(0, 0, NOW);
    time.assigned(1, 0, NOW);
    observe(0, 5, 5_000, NOW);
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
    observe(1, 0, 4_000, NOW);
    assertThat(time.watermark()).isEqualTo(4_000 - BOUND - 1);
  }

  @Test
  void followsTheSlowestPartitionAndNeverAnOldReport() {
    time.assigned(0, 0, NOW);
    time.assigned(1, 0, NOW);
    observe(0, 0, 9_000, NOW);
    observe(1, 0, 4_000, NOW);
    observe(1, 1, 3_000, NOW);
    assertThat(time.watermark()).isEqualTo(4_000 - BOUND - 1);
  }

  @Test
  void asksOnlyAboutPartitionsThatAreSilentForLong() {
    time.assigned(0, 7, NOW);
    time.assigned(1, 0, NOW);
    observe(1, 20, 4_000, NOW + 500);
    assertThat(time.silent(NOW + IDLE - 1)).isEmpty();
    assertThat(time.silent(NOW + IDLE)).isEqualTo(Map.of(0, 7L));
    assertThat(time.silent(NOW + 500 + IDLE)).isEqualTo(Map.of(0, 7L, 1, 21L));
  }

  @Test
  void aSilentPartitionThatIsReadToItsEndHoldsNothingBack() {
    time.assigned(0, 0, NOW);
    time.assigned(1, 0, NOW);
    observe(1, 0, 4_000, NOW + 500);
    time.answered(0, BacklogProbe.NOTHING, NOW + IDLE);
    assertThat(time.watermark()).isEqualTo(4_000 - BOUND - 1);
  }

  @Test
  void aSilentPartitionWithABacklogHoldsTime() {
    time.assigned(0, 0, NOW);
    time.assigned(1, 0, NOW);
    observe(1, 0, 4_000, NOW + 500);
    time.answered(0, 1, NOW + IDLE);
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
  }

  @Test
  void whenAllAreSilentTimeIsTheWallClockMinusTheBound() {
    time.assigned(0, 0, NOW);
    time.assigned(1, 0, NOW);
    observe(1, 0, 4_000, NOW);
    time.answered(0, BacklogProbe.NOTHING, NOW + IDLE);
    time.answered(1, BacklogProbe.NOTHING, NOW + IDLE + 5);
    assertThat(time.watermark()).isEqualTo(NOW + IDLE - BOUND - 1);
  }

  @Test
  void anAnswerThatAnObservationOvertookIsVoid() {
    time.assigned(0, 0, NOW);
    observe(0, 0, 4_000, NOW + IDLE + 1);
    time.answered(0, BacklogProbe.NOTHING, NOW + IDLE);
    assertThat(time.watermark()).isEqualTo(4_000 - BOUND - 1);
  }

  @Test
  void aReturningPartitionHoldsTimeAgain() {
    time.assigned(0, 0, NOW);
    time.answered(0, BacklogProbe.NOTHING, NOW + IDLE);
    observe(0, 0, 4_000, NOW + IDLE + 1);
    assertThat(time.watermark()).isEqualTo(4_000 - BOUND - 1);
  }

  @Test
  void anUnreachableBrokerStopsTimeThatRanOnInSilence() {
    time.assigned(0, 0, NOW);
    time.answered(0, BacklogProbe.NOTHING, NOW + IDLE);
    time.unanswered(0, NOW + 2 * IDLE);
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
  }

  @Test
  void aFloodOfBadRecordsIsSilence() {
    time.assigned(0, 0, NOW);
    for (int i = 0; i < 100; i++) {
      time.read(0, i, NOW + i * 100);
    }
    assertThat(time.silent(NOW + 10_000)).isEqualTo(Map.of(0, 100L));
    time.answered(0, BacklogProbe.NOTHING, NOW + 10_000);
    assertThat(time.watermark()).isEqualTo(NOW + 10_000 - BOUND - 1);
  }

  @Test
  void isReadToTheEndThatWasAskedForOnceItIsPassed() {
    time.assigned(0, 0, NOW);
    for (int i = 0; i < 100; i++) {
      long now = NOW + IDLE + i * 10;
      time.read(0, i, now);
      time.answered(0, i + 4, now); // Always ahead.
    }
    // Asked at 0 for the end 4; passed at 3, when the next question was put, and so on.
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
    time.read(0, 102, NOW + 2 * IDLE);
    assertThat(time.watermark()).isGreaterThan(NOW + IDLE + 900 - BOUND);
    // What is known stays true only until it is asked again.
    time.answered(0, 110, NOW + 3 * IDLE);
    assertThat(time.watermark()).isEqualTo(EventTime.UNKNOWN);
    observe(0, 105, 7_000, NOW + 3 * IDLE + 1);
    time.read(0, 112, NOW + 3 * IDLE + 2);
    assertThat(time.watermark()).as("an observation was in between").isEqualTo(7_000 - BOUND - 1);
  }

  private void observe(int partition, long offset, long eventTime, long now) {
    time.read(partition, offset, now);
    time.observed(partition, eventTime, now);
  }
}
