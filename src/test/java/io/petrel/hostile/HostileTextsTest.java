package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.config.Config;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.wire.file.ObservationCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good texts with some characters changed, cut out, doubled or put elsewhere: read, or told what is
 * wrong and where, never an exception, never for long. {@code -Dpetrel.payloads} sets how many of
 * each.
 */
@Timeout(1_800)
class HostileTextsTest {
  private static final int CASES = Integer.getInteger("petrel.payloads", 200);
  private static final String[] PIECES = {
    "\"",
    "'",
    ":",
    "- ",
    "{",
    "[",
    "\n",
    "\t",
    "&a",
    "*a",
    "!!",
    "${env:",
    "}",
    "%s",
    "\u0000",
    "\u2028",
    "\uD83C",
    "🌪",
    "1e400",
    "-1",
    "9".repeat(40),
    "null",
    "~",
    "? ",
    "|",
    ">",
    "#",
    "NaN"
  };

  private final SplittableRandom random = new SplittableRandom(5);
  @TempDir private Path folder;

  @Test
  void configurations() throws IOException {
    String good = Files.readString(Path.of("deploy", "petrel.yaml"));
    Path file = folder.resolve("petrel.yaml");
    for (int i = 0; i < CASES; i++) {
      Files.writeString(file, writable(mutated(good)));
      Issues issues = new Issues();
      Optional<Config> config = Config.read(file, Map.of(), Optional.empty(), issues);
      assertThat(config.isPresent()).isNotEqualTo(issues.hasErrors());
      located(issues);
    }
  }

  @Test
  void subscriptions() throws IOException {
    String good = Files.readString(Path.of("deploy", "subscriptions.yaml"));
    for (int i = 0; i < CASES; i++) {
      Issues issues = new Issues();
      var unused = SubscriptionReader.read(new SourceText("s.yaml", mutated(good)), issues);
      located(issues);
    }
  }

  @Test
  void rules() throws IOException {
    String[] good = {
      Files.readString(Path.of("rules", "blizzard.yaml")),
      Files.readString(Path.of("rules", "cold-front-passage.yaml")),
      Files.readString(Path.of("rules", "station-silent.yaml"))
    };
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (int i = 0; i < CASES; i++) {
      Files.writeString(rules.resolve("a.yaml"), writable(mutated(good[i % good.length])));
      RuleFolder.Contents read = RuleFolder.read(rules);
      assertThat(read.files().size() + read.issues().size()).isPositive();
      read.issues().forEach(HostileTextsTest::located);
    }
  }

  @Test
  void histories() throws IOException {
    StringBuilder good = new StringBuilder("station_id,time,pressure_hpa,region,extra.hail\n");
    for (int i = 0; i < 40; i++) {
      good.append(
          "\"s, %d\",2026-01-01T%02d:00:00Z,%d.5,\"a \"\"b\"\"\",%d\n"
              .formatted(i % 3, i % 24, 990 + i, i));
    }
    Path file = folder.resolve("history.csv");
    int header = good.indexOf("\n") + 1;
    for (int i = 0; i < CASES; i++) {
      String rows = mutated(good.substring(header));
      Files.writeString(file, writable(good.substring(0, header) + rows));
      try (ObservationCsv csv = ObservationCsv.open(file)) {
        int read = 0;
        while (csv.hasNext()) {
          if (csv.next() instanceof ObservationCsv.Bad bad) {
            assertThat(bad.text()).isNotEmpty();
            assertThat(bad.line()).isPositive();
          }
          read++;
        }
        assertThat(read).isLessThanOrEqualTo(rows.length());
      }
    }
  }

  private static void located(Issues issues) {
    issues.sorted().forEach(HostileTextsTest::located);
  }

  private static void located(Issue issue) {
    assertThat(issue.message()).isNotBlank();
    assertThat(issue.file()).isNotBlank();
    assertThat(issue.line()).isNotNegative();
  }

  /** A lone surrogate cannot be written to a file as UTF-8. */
  private static String writable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private String mutated(String good) {
    StringBuilder text = new StringBuilder(good);
    for (int edit = random.nextInt(1, 6); edit > 0 && text.length() > 1; edit--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(40));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.setCharAt(at, (char) random.nextInt(0x3000));
        case 2 -> text.delete(at, end);
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.insert(at, text.substring(at, end).repeat(random.nextInt(200)));
      }
    }
    return text.toString();
  }
}
