package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What detection keeps does not grow with time, and is gone when the stations are. */
class BoundedStateTest {
  private static final int STATIONS = 60;

  @Test
  void aWeekIsNoLargerThanItsSecondDayAndLeavesNothing() throws Exception {
    List<Week.Size> sizes = Week.of(STATIONS, 7);
    Week.Size secondDay = sizes.get(1);
    Week.Size week = sizes.get(6);
    assertThat(week.stations()).isEqualTo(STATIONS);
    assertThat(week.bytes()).isLessThan(secondDay.bytes() * 12 / 10);
    assertThat(week.wakes()).isLessThan(STATIONS * 40);
    assertThat(week.heap() - secondDay.heap()).isLessThan(20L << 20);

    Week.Size aDayLater = sizes.get(8);
    assertThat(aDayLater.bytes()).isLessThan(week.bytes());
    assertThat(aDayLater.wakes()).isLessThanOrEqualTo(STATIONS * 2);
    Week.Size gone = sizes.get(9);
    assertThat(gone.stations()).isZero();
    assertThat(gone.wakes()).isZero();
  }
}
