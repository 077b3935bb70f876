package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.ingest.StationLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Millions of payloads, and a million stations. Part of {@code mvn verify -Pfaults}. */
@Tag("faults")
@Timeout(1_800)
class HostileInputFaultIT {
  private static final int PAYLOADS = Integer.getInteger("petrel.payloads", 1_000_000);
  private static final int STATIONS = Integer.getInteger("petrel.stations", 1_000_000);

  @TempDir private Path folder;

  @Test
  void theJobGoesOnAndEachRecordIsAccountedFor() throws Exception {
    HostileRun.Outcome outcome =
        new HostileRun(folder, StationLimits.DEFAULT).run(PAYLOADS, STATIONS);

    System.out.println(outcome);
    assertThat(outcome.rejected()).containsKeys("too-large", "time-in-future");
    if (STATIONS > 2 * StationLimits.DEFAULT.stations()) {
      assertThat(outcome.rejected()).containsKey("too-many-stations");
    }
    assertThat(outcome.heap()).isLessThan(900L << 20);
    assertThat(outcome.state()).isLessThan(500L << 20);
  }
}
