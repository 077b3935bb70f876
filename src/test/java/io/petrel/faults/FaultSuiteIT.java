package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than a hundred faults, alone and together, on a schedule that a seed gives: {@code mvn
 * verify -Pfaults}, {@code -Dpetrel.seed=S}, {@code -Dpetrel.faults=N} for the first rounds of each
 * system only. The table is in {@code target/fault-table.txt} and {@code .json}.
 */
@Tag("faults")
@Timeout(3600)
class FaultSuiteIT {
  private static final long SEED = Long.getLong("petrel.seed", 20261125);
  private static final int ROUNDS = Integer.getInteger("petrel.faults", Integer.MAX_VALUE);
  private static final FaultTable TABLE = new FaultTable();
  private static final long BEGIN = System.nanoTime();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void aClusterOfProcessesLosesAndRepeatsNothing() throws Exception {
    try (World world = new World(folder, SEED)) {
      world.startCluster(SEED);
      run("cluster", world, schedule(FaultSchedule.ofCluster(SEED), world));
    }
  }

  @Test
  void bothJobsInOneJvmLoseAndRepeatNothing() throws Exception {
    try (World world = new World(folder, SEED)) {
      world.startOneJvm(SEED);
      run("one JVM", world, schedule(FaultSchedule.ofOneJvm(SEED), world));
    }
  }

  private static void run(String system, World world, List<List<FaultKind>> schedule)
      throws Exception {
    try (FaultRun run = new FaultRun(world, SEED)) {
      run.awaitFlow();
      try {
        for (List<FaultKind> faults : schedule) {
          run.inject(faults);
        }
        run.compare();
      } finally {
        TABLE.addAll(run.result());
        TABLE.note(
            "%s: %d mails were sent again under the same Message-ID"
                .formatted(system, Mails.in(world.mails()).repeated()));
      }
      List<FaultTable.Row> rows = run.result();
      assertThat(rows).allMatch(row -> row.lost() == 0 && row.duplicated() == 0);
      assertThat(rows).allMatch(row -> row.mailsLost() == 0 && row.mailsDoubled() == 0);
    }
  }

  private static List<List<FaultKind>> schedule(List<List<FaultKind>> all, World world) {
    List<List<FaultKind>> schedule = new ArrayList<>(all.subList(0, Math.min(ROUNDS, all.size())));
    Set<FaultKind> ofStorage =
        Set.of(
            FaultKind.CHECKPOINTS_FULL,
            FaultKind.CHECKPOINTS_READ_ONLY,
            FaultKind.CHECKPOINTS_FAIL_LONG);
    if (!world.storage().canFail()
        && schedule.removeIf(round -> round.stream().anyMatch(ofStorage::contains))) {
      TABLE.note("skipped: checkpoint storage full and read-only; this user may not mount tmpfs");
    }
    return schedule;
  }

  @AfterAll
  static void tell() throws Exception {
    TABLE.note(
        "seed %d, %d s, checkpoints every %s"
            .formatted(
                SEED,
                Duration.ofNanos(System.nanoTime() - BEGIN).toSeconds(),
                World.CHECKPOINT_INTERVAL));
    TABLE.writeTo(Path.of("target"));
    System.out.println(TABLE.text());
  }
}
