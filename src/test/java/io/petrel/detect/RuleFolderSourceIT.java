package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch of the rule folder in a running job. */
class RuleFolderSourceIT {
  private static final String GOOD =
      """
      rule: hot
      title: Hot
      severity: minor
      urgency: immediate
      certainty: observed
      category: met
      when: temperature_c >= 30.0
      headline: Hot
      """;

  @Test
  @Timeout(120)
  void givesOutWhatChangesWhileTheJobRuns(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("hot.yaml");
    Files.writeString(file, GOOD);
    RuleSetUpdate initial = new RuleSetUpdate(0, List.of(new RuleFile("hot.yaml", GOOD)));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    RuleFolderSource.Watched watched =
        RuleFolderSource.watch(env, folder, Duration.ofMillis(50), initial);
    try (CloseableIterator<RuleSetUpdate> updates = watched.updates().collectAsync();
        CloseableIterator<RuleEvent> events = watched.events().collectAsync()) {
      var job = env.executeAsync();
      String edited = GOOD.replace("30.0", "31.0");
      Files.writeString(file, edited);
      assertThat(updates.next())
          .isEqualTo(new RuleSetUpdate(1, List.of(new RuleFile("hot.yaml", edited))));
      Files.writeString(file, GOOD.replace("when:", "whne:"));
      RuleEvent event = events.next();
      assertThat(event.outcome()).isEqualTo(RuleEvent.Outcome.REJECTED);
      assertThat(event.rule()).isEqualTo("hot");
      assertThat(event.why()).contains("hot.yaml:7:1: error: ").contains("did you mean 'when'");
      Path other = folder.resolve("other.yaml");
      String another = GOOD.replace("rule: hot", "rule: other");
      Files.writeString(other, another);
      assertThat(updates.next().files()).hasSize(2);
      Files.delete(file);
      assertThat(updates.next())
          .isEqualTo(new RuleSetUpdate(3, List.of(new RuleFile("other.yaml", another))));
      assertThat(events.next().outcome()).isEqualTo(RuleEvent.Outcome.REPAIRED);
      Files.delete(other);
      assertThat(events.next().why()).contains("no good rule is left in the folder");
      job.cancel().get();
    }
  }
}
