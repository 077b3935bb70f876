package io.petrel.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers that try to control the terminal of who looks at them. */
class HostileTextIT {
  private static final String ESC = "\u001b";
  private static final String OVERRIDE = "\u202e";

  @TempDir private Path folder;

  @Test
  void keysValuesAndNamesOfRuleFiles() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("x.yaml"), "rule: x\n\"\\e[2J\\e[31mowned\": 1\n");
    Files.writeString(
        rules.resolve("y.yaml"), "rule: \"y\\u202Egalf\\x9b31m\"\ntitle: \"\\e]0;x\\a\"\n");
    Files.writeString(rules.resolve("a" + ESC + "[31mb.yaml"), "rule: x\n");
    assertHarmless(CommandRun.of("check", rules.toString()), "\\u001b[2J\\u001b[31mowned");
  }

  @Test
  void headlinesOfRulesAndNamesOfStations() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("gust.yaml"),
        """
        rule: gust
        title: "Gust \\e]0;owned\\a"
        severity: severe
        headline: "Gust at ${station_name} \\e[31m"
        when: wind_gust_ms >= 25.0
        """);
    Path history =
        Files.writeString(
            folder.resolve("history.csv"),
            "station_id,station_name,time,wind_gust_ms\nS1,North"
                + OVERRIDE
                + "htuoS,2026-01-01T00:00:00Z,30\n");
    String[] backtest = {"backtest", history.toString(), "--rules", rules.toString()};
    CommandRun text = CommandRun.of(backtest);
    assertHarmless(text, "North\\u202ehtuoS \\u001b[31m");
    CommandRun json =
        CommandRun.of("backtest", history.toString(), "--rules", rules.toString(), "--json");
    assertHarmless(json, "\"headline\":\"Gust at North\\u202ehtuoS");
    assertHarmless(CommandRun.of("explain", "gust", "--rules", rules.toString()), "Gust");
  }

  @Test
  void cellsAndColumnsOfHistory() throws IOException {
    Path cell =
        Files.writeString(
            folder.resolve("cell.csv"), "station_id,time\nS1,a" + ESC + "[31mowned\n");
    assertHarmless(CommandRun.of("backtest", cell.toString()), "a\\u001b[31mowned");
    Path column =
        Files.writeString(
            folder.resolve("column.csv"),
            "station_id,time,a" + ESC + "[31mowned\nS1,2026-01-01T00:00:00Z,1\n");
    assertHarmless(CommandRun.of("backtest", column.toString()), "a\\u001b[31mowned");
  }

  @Test
  void wordsOfTheCommandLine() {
    assertHarmless(CommandRun.of("no" + ESC + "[31m"), "no\\u001b[31m");
    assertHarmless(CommandRun.of("check", "no" + ESC + "[31m"), "no\\u001b[31m");
  }

  @Test
  void ourOwnColoursStay() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, true, false, Map.of());
    terminal.line(terminal.styled("good", Terminal.Style.GREEN) + " bad" + ESC + "[31m");
    assertThat(out.toString(StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(ESC + "[32mgood" + ESC + "[0m bad\\u001b[31m");
  }

  private static void assertHarmless(CommandRun run, String shown) {
    String all = run.out() + run.err();
    assertThat(all).contains(shown).doesNotContain(ESC, OVERRIDE, "\u009b", "\u0007");
  }
}
