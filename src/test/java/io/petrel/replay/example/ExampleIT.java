package io.petrel.replay.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleSetParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExampleIT {
  private static final Map<String, TestedRule> RULES =
      new TreeMap<>(RuleTestFolder.read(Path.of("rules")).rules());

  @Test
  void everyShippedRuleHasOne() {
    StringBuilder all = new StringBuilder();
    for (TestedRule tested : RULES.values()) {
      all.append(tested.rule().id()).append('\n');
      all.append(Example.search(tested.rule()).map(Example::test).orElse("  none\n"));
    }
    GoldenFile.assertEquals("examples.txt", all.toString());
    assertThat(all.toString()).doesNotContain("none");
  }

  /** A threshold, a sequence, a repetition, a measure and a silence. */
  @Test
  void anExampleIsShownOnlyWhenItPassesInThePipeline() throws InterruptedException {
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (String id :
          List.of("gale", "cold-front-passage", "blizzard", "heavy-snow", "station-silent")) {
        TestedRule tested = Objects.requireNonNull(RULES.get(id));
        assertThat(Example.find(cluster, tested.rule(), tested.file(), PipelineSettings.defaults()))
            .as(id)
            .isEqualTo(Example.search(tested.rule()));
      }
    }
  }

  @Test
  void whatCannotFireHasNone() {
    RuleFile file =
        new RuleFile(
            "never.yaml",
            """
            rule: never
            title: Never
            source: a test
            severity: minor
            when: temperature_c > 10.0 && station_id == "icao:NOWHERE"
            headline: "Never"
            """);
    var rule = RuleSetParser.parse(List.of(file)).rules().get(0);
    assertThat(new ExampleSearch(rule).find()).isEmpty();
  }
}
