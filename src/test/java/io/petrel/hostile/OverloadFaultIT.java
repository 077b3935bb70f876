package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three times too much for {@code -Dpetrel.overload} seconds: back-pressure, nothing lost, bounded
 * memory, and it catches up. Part of {@code mvn verify -Pfaults}.
 */
@Tag("faults")
@Timeout(1_800)
class OverloadFaultIT {
  @TempDir private Path folder;

  @Test
  void nothingIsLostAndItCatchesUp() throws Exception {
    OverloadRun.Outcome outcome =
        new OverloadRun(folder).run(Duration.ofSeconds(Long.getLong("petrel.overload", 180)));

    System.out.println(outcome);
    assertThat(outcome.lag()).isGreaterThan(outcome.capacity());
    assertThat(outcome.heap()).isLessThan(600L << 20);
  }
}
