package io.petrel.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private final Issues issues = new Issues();

  @Test
  void reportsUnknownKeysWithTheNearestKnownOne() {
    YamlMapping mapping = read("rule: squall\nfolows: strict\n").orElseThrow();
    mapping.require("rule");
    mapping.get("follows");
    mapping.rejectUnknownKeys("a step");
    assertThat(IssuePrinter.print(issues.sorted()))
        .isEqualTo(
            """
            f.yaml:2:1: error: 'folows' is not a key of a step; did you mean 'follows'?; known are rule, follows
              2 | folows: strict
                | ^^^^^^
            """);
  }

  @Test
  void goesOnAfterAFault() {
    YamlMapping mapping = read("quiet: soon\ntimes: 0\non: maybe\n").orElseThrow();
    assertThat(mapping.get("quiet").flatMap(YamlValue::duration)).isEmpty();
    assertThat(mapping.get("times").orElseThrow().integer(1, 9)).isEmpty();
    assertThat(mapping.get("on").flatMap(YamlValue::bool)).isEmpty();
    assertThat(issues.sorted())
        .extracting("message")
        .containsExactly(
            "expected a duration such as 90s, 30m, 2h30m or 1d, found 'soon'",
            "expected a whole number from 1 to 9, found '0'",
            "'maybe' is not one of false, true");
  }

  @Test
  void locatesAFaultInsideAFoldedText() {
    YamlValue where =
        read("where: >\n  pressure_hpa > 3\n  && presure_hpa < 5\n")
            .orElseThrow()
            .get("where")
            .orElseThrow();
    int offset = where.text().orElseThrow().indexOf("presure");
    where.errorAt(offset, 11, "unknown");
    assertThat(issues.sorted().get(0).line()).isEqualTo(3);
    assertThat(issues.sorted().get(0).column()).isEqualTo(6);
  }

  @Test
  void locatesAFaultInsideAQuotedText() {
    YamlValue when = read("when: \"a > bb\"\n").orElseThrow().get("when").orElseThrow();
    when.errorAt(4, 2, "unknown");
    assertThat(issues.sorted().get(0).column()).isEqualTo(12);
  }

  @Test
  void refusesAliasesDepthAndSecondDocuments() {
    assertThat(read("a: &x [1]\nb: *x\n")).isEmpty();
    assertThat(read("[".repeat(100))).isEmpty();
    assertThat(read("a: 1\n---\nb: 2\n")).isEmpty();
    assertThat(read("a: 1\na: 2\n")).isPresent();
    assertThat(issues.sorted()).hasSize(4);
  }

  @Test
  void readsCharactersBeyondTheBasicPlaneWhereverTheyStand() {
    for (int at = 1000; at < 1050; at++) {
      String name = "x".repeat(at) + "\uD83C\uDF00 and more".repeat(200);
      assertThat(read("name: " + name).orElseThrow().get("name").orElseThrow().text())
          .contains(name);
    }
    assertThat(issues.sorted()).isEmpty();
  }

  @Test
  void readsAndWritesDurations() {
    assertThat(Durations.parse("2h30m")).contains(Duration.ofMinutes(150));
    assertThat(Durations.parse("1d")).contains(Duration.ofDays(1));
    assertThat(Durations.parse("0m")).isEmpty();
    assertThat(Durations.parse("3 h")).isEmpty();
    assertThat(Durations.code(Duration.ofMinutes(150))).isEqualTo("2h30m");
  }

  private Optional<YamlMapping> read(String text) {
    return YamlReader.readMapping(new SourceText("f.yaml", text), issues);
  }
}
