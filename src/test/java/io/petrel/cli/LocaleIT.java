package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Petrel writes is the same wherever it runs: a German machine writes 12,3 and an Egyptian one
 * other digits.
 */
@Timeout(180)
class LocaleIT {
  @TempDir private static Path folder;
  private static String expected;

  @BeforeAll
  static void simulate() throws IOException {
    CommandRun storm =
        CommandRun.of(
            "simulate",
            "--hours",
            "12",
            "--stations",
            "6",
            "--seed",
            "1",
            "--out",
            folder.resolve("storm.csv").toString());
    assertThat(storm.exitCode()).as(storm.err()).isZero();
    Files.writeString(
        folder.resolve("subscriptions.yaml"),
        """
        subscriptions:
          - {name: duty, to: duty@example.org}
          - {name: desk, to: desk@example.org, digest: 6h}
        """);
    expected = written(Locale.ROOT);
    assertThat(expected).contains("left:", "duty@example.org");
  }

  /** Report and mails of a backtest in a process with that locale. */
  private static String written(Locale locale) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Path report = folder.resolve("report.html");
      CommandRun run =
          CommandRun.of(
              "backtest",
              folder.resolve("storm.csv").toString(),
              "--report",
              report.toString(),
              "--subscriptions",
              folder.resolve("subscriptions.yaml").toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      return Files.readString(report);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG", "tr-TR"})
  void theReportWithItsMailsIsTheSameToTheByte(String locale) throws IOException {
    assertThat(written(Locale.forLanguageTag(locale)).equals(expected)).isTrue();
  }

  @Test
  void theCommandItselfHasOneLocale() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Duser.language=ar",
                    "-Duser.country=EG",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.petrel.Main",
                    "check",
                    "rules"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).containsPattern("[0-9]+ rules good");
  }
}
