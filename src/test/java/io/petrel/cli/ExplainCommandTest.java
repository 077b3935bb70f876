package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    CommandRun run = CommandRun.of("explain", "--rules", rules.toString(), "gusts-then-rise");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            Gusts, then rising pressure (gusts-then-rise), moderate
            Authority: a test

            Waits for
              gusts: wind_gust_ms > knots(50), 3 times in a row
              then, rise: rise(pressure_hpa, "1h") >= 2.0, at most 1h later
              all within 3h
              after a match: restart

            Matcher:  compact: the pattern does not branch
            Measures: rise(pressure_hpa, 1h)
            State:    at most 57 partial matches a station, likely 15, with a report every 10m
            """);
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
    assertThat(run.out()).startsWith("gusts-then-rise: at most ");
  }
}
