package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.IssuePrinter;
import io.petrel.rule.Rule;
import io.petrel.rule.check.StateEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedRulesTest {
  private static final Path FOLDER = Path.of("rules");

  private static List<Rule> rules() {
    RuleFolder.Contents contents = RuleFolder.read(FOLDER);
    ParsedSet set = RuleSetParser.parse(contents.files(), "rules/");
    assertThat(contents.issues()).isEmpty();
    assertThat(IssuePrinter.print(set.issues())).isEmpty();
    return set.rules();
  }

  @Test
  void areWithoutFaultAndWarning() {
    assertThat(rules()).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void nameTheirAuthorityAndSayWhatToDo() {
    for (Rule rule : rules()) {
      assertThat(rule.text().source()).as(rule.id()).isNotBlank();
      assertThat(rule.text().description().text()).as(rule.id()).isNotBlank();
      assertThat(rule.text().instruction()).as(rule.id()).isNotNull();
      assertThat(rule.text().headline().text()).as(rule.id()).contains("${station_name}");
      assertThat(rule.text().labels()).as(rule.id()).containsKey("hazard");
    }
  }

  @Test
  void keepLittleStateForAStationThatReportsEveryTenMinutes() {
    for (Rule rule : rules()) {
      assertThat(StateEstimate.of(rule, Duration.ofMinutes(10)).worst())
          .as(rule.id())
          .isLessThanOrEqualTo(1_000);
    }
  }
}
