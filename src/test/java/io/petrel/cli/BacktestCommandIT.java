package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BacktestCommandIT {
  @TempDir Path folder;

  @Test
  void printsEveryMatchAndNothingElseAndTellsBadRows() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("drop.yaml"),
        """
        rule: drop
        title: Rapid drop, every pair
        source: test
        severity: moderate
        urgency: immediate
        certainty: observed
        category: met
        observations: has(pressure_hpa)
        within: 3h
        pattern:
          - step: a
          - step: b
            follows: any
            where: a.pressure_hpa - pressure_hpa >= 6.0
        after-match: no-skip
        headline: drop
        """);
    Path file =
        Files.writeString(
            folder.resolve("history.csv"),
            """
            station_id,time,pressure_hpa
            EWR,2013-01-16T15:00:00Z,1013.3
            JFK,2013-01-16T15:00:00Z,1014.0
            EWR,2013-01-16T16:00:00Z,1013.2
            EWR,2013-01-16 17:00,1010.0
            EWR,2013-01-16T18:00:00Z,1007.3
            JFK,2013-01-16T18:00:00Z,1008.0
            """);

    CommandRun run =
        CommandRun.of("backtest", file.toString(), "--rules", rules.toString(), "--matches");

    assertThat(run.out())
        .isEqualTo(
            """
            {"rule":"drop","station":"EWR","first":"2013-01-16T15:00:00Z","last":"2013-01-16T18:00:00Z",\
            "steps":{"a":["2013-01-16T15:00:00Z"],"b":["2013-01-16T18:00:00Z"]}}
            {"rule":"drop","station":"JFK","first":"2013-01-16T15:00:00Z","last":"2013-01-16T18:00:00Z",\
            "steps":{"a":["2013-01-16T15:00:00Z"],"b":["2013-01-16T18:00:00Z"]}}
            """);
    assertThat(run.err())
        .contains(file + ":5: row left out: time is '2013-01-16 17:00', must be ")
        .endsWith(file + ": 1 bad rows were left out\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }
}
