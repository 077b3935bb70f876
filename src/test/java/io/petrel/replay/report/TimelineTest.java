package io.petrel.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
  @ParameterizedTest
  @CsvSource({
    "2013-01-01T06:00:00Z, 2013-12-30T23:00:00Z, Feb, 11",
    "2009-03-01T00:00:00Z, 2013-12-31T00:00:00Z, 2010, 4",
    "2013-01-01T06:00:00Z, 2013-01-03T06:00:00Z, 1 Jan 06:00, 8",
    "2013-01-30T06:00:00Z, 2013-02-08T06:00:00Z, 31 Jan, 8",
  })
  void labelsAHandfulOfTimes(Instant from, Instant to, String first, int count) {
    List<Timeline.Tick> ticks = new Timeline(from.toEpochMilli(), to.toEpochMilli()).ticks();

    assertThat(ticks).hasSize(count);
    assertThat(ticks.get(0).label()).isEqualTo(first);
  }
}
