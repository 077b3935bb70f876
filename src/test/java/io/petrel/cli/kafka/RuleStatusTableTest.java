package io.petrel.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.kafka.RulesCommand.RuleStatusTable;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleEvent.Outcome;
import org.junit.jupiter.api.Test;

class RuleStatusTableTest {
  private final RuleStatusTable board = new RuleStatusTable();

  @Test
  void aRefusedFileDoesNotHideTheVersionThatRuns() {
    board.add(job(10));
    board.add(running("gale", "v1", 10));
    board.add(refused("gale.yaml", 20));
    assertThat(board.running()).containsExactly(running("gale", "v1", 10));
    assertThat(board.refused()).containsExactly(refused("gale.yaml", 20));
  }

  @Test
  void aFileThatIsGoodAgainIsNotRefused() {
    board.add(refused("gale.yaml", 20));
    board.add(RuleEvent.ofFile("gale.yaml", "gale", "", Outcome.REPAIRED, "good", 30));
    assertThat(board.refused()).isEmpty();
  }

  @Test
  void aRemovedRuleDoesNotRun() {
    board.add(running("gale", "v1", 10));
    board.add(new RuleEvent("gale", "v1", Outcome.REMOVED, "the file is gone", 0, 20));
    assertThat(board.running()).isEmpty();
  }

  @Test
  void whatAnEarlierJobRanOrRefusedIsOver() {
    board.add(job(10));
    board.add(running("gale", "v1", 10));
    board.add(refused("frost.yaml", 15));
    board.add(running("squall", "v1", 10));
    board.add(job(20));
    board.add(running("squall", "v1", 20));
    assertThat(board.running()).containsExactly(running("squall", "v1", 20));
    assertThat(board.refused()).isEmpty();
  }

  private static RuleEvent job(long time) {
    return new RuleEvent("", "", Outcome.RUNNING, "the job began", 0, time);
  }

  private static RuleEvent running(String rule, String version, long time) {
    return new RuleEvent(rule, version, Outcome.RUNNING, "runs", 0, time)
        .withRunning(new RuleEvent.Running("compact", 2, time));
  }

  private static RuleEvent refused(String file, long time) {
    return RuleEvent.ofFile(file, "", "v2", Outcome.REJECTED, "a fault", time);
  }
}
