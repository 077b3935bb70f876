package io.petrel.notify.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepBadgesTest {
  @Test
  void numbersStandOverTheirLinesWhereThereIsRoom() {
    assertThat(StepBadges.apart(new double[] {50, 90, 200}, 8, 372)).containsExactly(50, 90, 200);
  }

  @Test
  void numbersOfNearLinesStandBesideEachOther() {
    assertThat(StepBadges.apart(new double[] {50, 50, 55}, 8, 372)).containsExactly(50, 67, 84);
  }

  @Test
  void atTheRightEdgeTheyMoveToTheLeft() {
    assertThat(StepBadges.apart(new double[] {365, 370, 372}, 8, 372))
        .containsExactly(338, 355, 372);
  }
}
