package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Match;
import io.petrel.rule.RuleEvent;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Rules that come, change and go at random while the engine is stopped, killed and resumed with
 * other parallelism: what comes out is what each version finds by itself.
 */
class RuleChangeTest {
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final int CASES = Integer.getInteger("petrel.cases", 12);
  private static final DetectSettings SETTINGS =
      new DetectSettings(100_000, 5, Duration.ofDays(30), 2);

  @Test
  void findsWhatEachVersionFindsByItself() throws Exception {
    int matches = 0;
    int dropped = 0;
    int skipped = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RuleHistory history = RuleHistory.of(seed);
      RuleHistoryOracle oracle;
      List<String> expected;
      try {
        oracle = new RuleHistoryOracle(history);
        expected = oracle.matches();
      } catch (StockCep.FlinkFault e) {
        skipped++;
        continue;
      }
      try (OperatorRun run = run(history, seed)) {
        String name = "-Dpetrel.seed=%d -Dpetrel.cases=1%n%s".formatted(seed, history);
        assertThat(run.detections().stream().map(match -> text((Match) match)).toList())
            .as(name)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.late()).as(name).hasSize(oracle.late());
        compare(name, run.events(), oracle.told());
        matches += expected.size();
        dropped += run.events().stream().mapToInt(e -> (int) e.droppedPartialMatches()).sum();
      }
    }
    LoggerFactory.getLogger(RuleChangeTest.class)
        .warn(
            "{} histories, {} matches, {} dropped in progress; {} skipped for stock Flink's faults",
            CASES,
            matches,
            dropped,
            skipped);
    assertThat(matches).isPositive();
    assertThat(dropped).isPositive();
  }

  private static void compare(
      String name, List<RuleEvent> events, List<RuleHistoryOracle.Told> told) {
    assertThat(events).as(name).hasSameSizeAs(told);
    for (int i = 0; i < told.size(); i++) {
      RuleHistoryOracle.Told expected = told.get(i);
      RuleEvent event = events.get(i);
      assertThat(List.of(event.rule(), event.version(), event.outcome()))
          .as(name)
          .isEqualTo(List.of(expected.rule(), expected.version(), expected.outcome()));
      assertThat(event.droppedPartialMatches())
          .as("%s%n%s", expected, name)
          .isBetween(expected.least(), expected.most());
    }
  }

  private static OperatorRun run(RuleHistory history, long seed) throws Exception {
    StateBackend backend =
        seed % 2 == 0 ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    OperatorRun run =
        new OperatorRun(history.initial(), new SeededRule.Compiler(), SETTINGS, backend);
    OperatorRun.Checkpoint checkpoint = run.checkpoint();
    int saved = 0;
    for (int i = 0; i < history.events().size(); i++) {
      RuleHistory.Event event = history.events().get(i);
      if (event instanceof RuleHistory.Saved) {
        checkpoint = run.checkpoint();
        saved = i;
      } else if (event instanceof RuleHistory.Stopped stopped) {
        run.restore(stopped.parallelism());
        checkpoint = run.checkpoint();
        saved = i;
      } else if (event instanceof RuleHistory.Killed killed) {
        run.resume(checkpoint, killed.parallelism());
        checkpoint = run.checkpoint();
        for (int again = saved; again < i; again++) {
          apply(history.events().get(again), run);
        }
      } else {
        apply(event, run);
      }
    }
    return run;
  }

  private static void apply(RuleHistory.Event event, OperatorRun run) throws Exception {
    if (event instanceof RuleHistory.Observed observed) {
      run.observe(observed.observation());
    } else if (event instanceof RuleHistory.Passed passed) {
      run.watermark(passed.minute() * RuleHistory.MINUTE);
    } else if (event instanceof RuleHistory.Changed changed) {
      run.rules(changed.rules());
    }
  }

  private static String text(Match match) {
    return match.rule() + " " + match.ruleVersion() + " " + OurMatches.text(match);
  }
}
