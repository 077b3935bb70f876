package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir private Path rules;

  @BeforeEach
  void writeRule() throws IOException {
    Files.writeString(
        rules.resolve("gusts-then-rise.yaml"),
        """
        rule: gusts-then-rise
        title: Gusts, then rising pressure
        source: a test
        severity: moderate
        within: 3h
        pattern:
          - step: gusts
            where: wind_gust_ms > knots(50)
            times: 3
            consecutive: true
          - step: rise
            follows: relaxed
            within: 1h
            where: rise(pressure_hpa, "1h") >= 2.0
        headline: "Gusts at ${station_name}"
        """);
  }

  @Test
  void saysWhatARuleWaitsForAndWhatItCosts() {
    CommandRun run =
        CommandRun.of("explain", "--no-example", "--rules", rules.toString(), "gusts-then-rise");
    assertThat(run.exitCode()).isZero();
    GoldenFile.assertEquals("explain.txt", run.out());
  }

  @Test
  void saysWhenARuleIsSentThatSaysItItself() throws IOException {
    assertThat(explained("")).doesNotContain("sent ");
    assertThat(explained("emit: when-certain\n"))
        .contains("sent when no report can come late any more (ingest.report-delay)");
    assertThat(explained("emit: immediately\n")).contains("sent immediately, corrected later");
  }

  private String explained(String emit) throws IOException {
    Files.writeString(
        rules.resolve("gust.yaml"),
        "rule: gust\ntitle: Gust\nsource: a test\nseverity: severe\nheadline: Gust\n"
            + "when: wind_gust_ms >= 30.0\n"
            + emit);
    return CommandRun.of("explain", "--no-example", "--rules", rules.toString(), "gust").out();
  }

  @Test
  void drawsAPatternWithEverythingInIt() throws Exception {
    Files.writeString(
        rules.resolve("everything.yaml"),
        """
        rule: everything
        title: Everything <at> once & more
        source: a test
        severity: severe
        observations: has(wind_speed_ms)
        within: 6h
        pattern:
          - step: calm
            where: wind_speed_ms < 3.0
          - group: bursts
            times: 2
            steps:
              - step: burst
                where: wind_gust_ms >= 12.0 && wind_gust_ms - wind_speed_ms >= 5.0
              - step: lull
                optional: true
                where: wind_speed_ms < 6.0 || (has(humidity_pct) && humidity_pct < 40.0) || visibility_m > 9000.0
          - step: rain
            absent: true
            follows: strict
            where: precip_mm > 0.0
          - step: gale
            follows: any
            within: 2h
            where: wind_speed_ms >= 17.2
        headline: "Everything at ${station_name}"
        incident: {quiet: 2h}
        """);
    Path svg = rules.resolve("everything.svg");
    CommandRun run =
        CommandRun.of(
            "explain",
            "everything",
            "--no-example",
            "--rules",
            rules.toString(),
            "--svg",
            svg.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    GoldenFile.assertEquals("explain-everything.txt", run.out());
    GoldenFile.assertEquals("explain-everything.svg", Files.readString(svg));
    var document =
        DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(svg.toFile());
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Everything <at> once & more");
  }

  @Test
  void suggestsTheNearRule() {
    CommandRun run = CommandRun.of("explain", "--rules", rules.toString(), "gust-then-rise");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("did you mean 'gusts-then-rise'?");
  }

  @Test
  void checkTellsTheStateOfEachRule() {
    CommandRun run = CommandRun.of("check", "--state", rules.toString());
    assertThat(run.out())
        .startsWith("gusts-then-rise: at most ")
        .contains("to revise reports of the last 6h: at most 88 reports and 3 states a station");
  }
}
