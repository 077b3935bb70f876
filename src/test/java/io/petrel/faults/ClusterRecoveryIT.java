package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs on a Flink cluster of separate processes, with high availability: a task manager and
 * the job manager are killed, and a job is submitted twice. The whole list of faults is in {@link
 * FaultSuiteIT}.
 */
@Timeout(300)
class ClusterRecoveryIT {
  private static final long SEED = 20261125;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void alertsAndMailsSurviveTheKillOfATaskManagerAndOfTheJobManager() throws Exception {
    try (World world = new World(folder, SEED)) {
      world.startCluster(SEED);
      try (FaultRun run = new FaultRun(world, SEED)) {
        run.awaitFlow();
        run.inject(List.of(FaultKind.TASK_MANAGER_KILLED));
        run.inject(List.of(FaultKind.JOB_MANAGER_KILLED));
        run.inject(List.of(FaultKind.SECOND_ENGINE));
        run.compare();
        List<FaultTable.Row> rows = run.result();
        assertThat(rows).allMatch(row -> row.expected() > 0);
        assertThat(rows).allMatch(row -> row.mailsLost() == 0 && row.mailsDoubled() == 0);
      }
    }
  }
}
