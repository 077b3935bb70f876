package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.RuleFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenRulesTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WANTED = 200;
  private static final long SEED = Long.getLong("petrel.seed", 20260101);

  private static List<RuleFile> goodRules() {
    List<RuleFile> files = new ArrayList<>();
    files.addAll(RuleFolder.read(Path.of("src/test/resources/conformance")).files());
    files.addAll(RuleFolder.read(Path.of("rules")).files());
    return files;
  }

  @Test
  void everyBrokenRuleGetsALocatedMessage() {
    List<RuleFile> good = goodRules();
    SplittableRandom random = new SplittableRandom(SEED);
    int broken = 0;
    int harmless = 0;
    while (broken < WANTED && harmless < 100 * WANTED) {
      RuleFile file = good.get(random.nextInt(good.size()));
      RuleFile mutated = new RuleFile(file.name(), mutate(file.text(), random));
      Parsed parsed = parse(mutated);
      List<Issue> errors = parsed.issues().stream().filter(Issue::isError).toList();
      assertThat(parsed.rule().isPresent()).as("seed " + SEED).isEqualTo(errors.isEmpty());
      if (errors.isEmpty()) {
        harmless++;
        continue;
      }
      broken++;
      for (Issue error : errors) {
        assertThat(error.line()).as("seed %d: %s", SEED, mutated.text()).isPositive();
        assertThat(error.message()).isNotBlank().doesNotContain("Exception", "java.", "null,");
        assertThat(IssuePrinter.print(error)).startsWith(file.name() + ":" + error.line() + ":");
      }
    }
    assertThat(broken).isEqualTo(WANTED);
  }

  @Test
  void anyBytesAreReadOrRefusedWithinLimits(@TempDir Path folder) throws Exception {
    List<RuleFile> good = goodRules();
    SplittableRandom random = new SplittableRandom(SEED);
    int cases = Integer.getInteger("petrel.cases", 500);
    for (int i = 0; i < cases; i++) {
      byte[] bytes = good.get(random.nextInt(good.size())).text().getBytes(StandardCharsets.UTF_8);
      for (int k = 0; k <= random.nextInt(20); k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
      List<Issue> issues = new ArrayList<>();
      RuleFolder.decode(cut, "x.yaml", issues::add)
          .ifPresent(text -> parse(new RuleFile("x.yaml", text)));
    }
    Files.write(folder.resolve("a.yaml"), new byte[] {'r', ':', (byte) 0xC3, (byte) 0x28});
    Files.write(folder.resolve("big.yaml"), new byte[10_000_000]);
    Files.writeString(folder.resolve("c.test.yaml"), "not: a rule");
    RuleFolder.Contents contents = RuleFolder.read(folder);
    assertThat(contents.files()).isEmpty();
    assertThat(contents.issues())
        .extracting(Issue::message)
        .containsExactly(
            "is not UTF-8 text", "has 10,000,000 bytes; at most 4,000,000 are allowed");
    assertThat(RuleFolder.read(folder.resolve("gone")).issues())
        .extracting(Issue::message)
        .containsExactly("the folder of rules does not exist");
  }

  @Test
  void textsMadeToHurtAreRefusedQuickly() {
    Map<String, String> texts = new HashMap<>();
    texts.put("deep lists", "[".repeat(200_000));
    texts.put("deep maps", "{a: ".repeat(100_000));
    texts.put("deep blocks", deepBlocks(2000));
    texts.put(
        "aliases",
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c, *c]\n");
    texts.put("merge", "a: &a {x: 1}\nb:\n  <<: *a\n");
    texts.put("huge number", "rule: r\nwithin: " + "9".repeat(900_000) + "h\n");
    texts.put("huge times", "pattern: [{step: a, times: " + "9".repeat(5000) + "}]\n");
    texts.put("ten megabytes", "rule: " + "r".repeat(10_000_000));
    texts.put("many steps", "pattern:\n" + "- {step: a}\n".repeat(50_000));
    texts.put("many keys", "x: 1\n".repeat(100_000));
    texts.put("tag", "rule: !!java.net.URL [http://127.0.0.1]\n");
    texts.put("control characters", "rule: \u0000\u0001\n");
    texts.put("surrogate", "rule: \ud800\n");
    texts.put("tabs", "\trule: r\n");
    texts.put("documents", "---\n".repeat(10_000));
    texts.put(
        "nested expression",
        "rule: r\ntitle: T\nseverity: minor\nheadline: H\nwhen: "
            + "(".repeat(4000)
            + "1"
            + ")".repeat(4000));
    texts.put(
        "template",
        "rule: r\ntitle: T\nseverity: minor\nheadline: \""
            + "${".repeat(50_000)
            + "\"\nwhen: true");
    // In the machine's own measure: what good rules take, a thousand lines and more of them.
    long begin = THREADS.getCurrentThreadCpuTime();
    List<RuleFile> good = goodRules();
    for (int i = 0; i < 20; i++) {
      good.forEach(BrokenRulesTest::parse);
    }
    long usual = THREADS.getCurrentThreadCpuTime() - begin;
    texts.forEach(
        (name, text) -> {
          long start = THREADS.getCurrentThreadCpuTime();
          Parsed parsed = parse(new RuleFile("r.yaml", text));
          assertThat(parsed.rule()).as(name).isEmpty();
          assertThat(parsed.issues()).as(name).isNotEmpty();
          assertThat(IssuePrinter.print(parsed.issues()).length()).as(name).isLessThan(2_000_000);
          assertThat(THREADS.getCurrentThreadCpuTime() - start)
              .as("CPU time for %s, in ns", name)
              .isLessThan(20 * usual);
        });
  }

  private static String deepBlocks(int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append(" ".repeat(i % 500)).append("a:\n");
    }
    return text.toString();
  }

  private static Parsed parse(RuleFile file) {
    try {
      return RuleParser.parse(file);
    } catch (RuntimeException | StackOverflowError e) {
      String text = file.text();
      throw new AssertionError(
          "seed " + SEED + ": " + text.substring(0, Math.min(4000, text.length())), e);
    }
  }

  /** One mistake such as people make. */
  private static String mutate(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(9)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.set(at, swapLetters(line, random));
      case 4 -> lines.set(at, line.replaceFirst(":", ""));
      case 5 -> lines.set(at, dropCharacter(line, random));
      case 6 -> lines.set(at, line.replaceFirst("\\d+(\\.\\d+)?", "abc"));
      case 7 -> lines.set(at, line.replaceFirst("[a-z_]+$", "nonsense"));
      default -> lines.set(at, line.replaceFirst("[)\"']", ""));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String swapLetters(String line, SplittableRandom random) {
    if (line.length() < 2) {
      return line + ":";
    }
    int at = random.nextInt(line.length() - 1);
    return line.substring(0, at) + line.charAt(at + 1) + line.charAt(at) + line.substring(at + 2);
  }

  private static String dropCharacter(String line, SplittableRandom random) {
    int at = random.nextInt(line.length() + 1);
    return at >= line.length() ? line + "x" : line.substring(0, at) + line.substring(at + 1);
  }
}
