package io.petrel.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void saysShareRateAndTimeLeft() {
    assertThat(ProgressLine.text("testing", 10_000, 2_500, Duration.ofSeconds(5)))
        .isEqualTo("testing:  25 %, 2,500 observations, 500/s, 0:15 left");
    assertThat(ProgressLine.text("testing", 20_000_000, 2_500, Duration.ofSeconds(5)))
        .isEqualTo("testing:   0 %, 2,500 observations, 500/s, 11:06:35 left");
  }

  @Test
  void saysNoTimeLeftBeforeThereIsARateOrATotal() {
    assertThat(ProgressLine.text("testing", 10_000, 0, Duration.ofSeconds(5)))
        .isEqualTo("testing:   0 %, 0 observations, 0/s");
    assertThat(ProgressLine.text("reading", 0, 2_500, Duration.ofSeconds(5)))
        .isEqualTo("reading: 2,500 observations, 500/s");
  }
}
