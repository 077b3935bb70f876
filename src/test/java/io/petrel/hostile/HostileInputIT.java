package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.ingest.StationLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bounded part of {@link HostileInputFaultIT}. */
@Timeout(180)
class HostileInputIT {
  @TempDir private Path folder;

  @Test
  void theJobGoesOnAndEachRecordIsAccountedFor() throws Exception {
    StationLimits limits = new StationLimits(1_000, 100, Duration.ofDays(1));

    HostileRun.Outcome outcome = new HostileRun(folder, limits).run(20_000, 10_000);

    assertThat(outcome.rejected())
        .containsKeys("too-large", "too-many-stations", "too-many-reports", "time-in-future");
    assertThat(outcome.late()).isPositive();
    assertThat(outcome.duplicates()).isPositive();
    assertThat(outcome.heap()).isLessThan(500L << 20);
    assertThat(outcome.state()).isLessThan(100L << 20);
  }
}
