package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.Parsed;
import io.petrel.rule.yaml.RuleParser;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the checks of rules accept, Flink CEP accepts too: its refusals never reach an author. */
class AcceptedPatternTest {
  private static final long SEED = Long.getLong("petrel.seed", 7);
  private static final int CASES = Integer.getInteger("petrel.cases", 4000);

  private record TextSource(String text) implements RuleSource {
    @Override
    public Rule rule() {
      return RuleParser.parse(new RuleFile("r.yaml", text)).rule().orElseThrow();
    }
  }

  private final SplittableRandom random = new SplittableRandom(SEED);
  private int steps;

  @Test
  void flinkCepCompilesWhatTheChecksAccept() {
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      steps = 0;
      String text = rule();
      Parsed parsed = RuleParser.parse(new RuleFile("r.yaml", text));
      if (parsed.rule().isEmpty()) {
        continue;
      }
      accepted++;
      Rule rule = parsed.rule().get();
      try {
        NFACompiler.compileFactory(
                FlinkPatternCompiler.compile(rule, new TextSource(text)), rule.alertOnTimeout())
            .createNFA();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + SEED + "\n" + text + IssuePrinter.print(parsed.issues()), e);
      }
    }
    assertThat(accepted).isGreaterThan(CASES / 20);
  }

  /** The largest patterns that are accepted, in some shapes: each compiles in a bounded time. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theLargestPatternsAreCompiledSoon() {
    for (String pattern :
        List.of(
            "{step: s, times: 999}, {step: t, times: 1..1000}, {step: u}",
            "{group: g, times: 1000, steps: [{step: s, times: 2}]}",
            "{group: g, times: 1..999, steps: [{step: s}, {step: t, optional: true}]}, {step: u}",
            "{group: g, times: 10, steps: [{group: h, times: 10, steps: [{group: i, times: 20,"
                + " steps: [{step: s}]}]}]}",
            "{group: g, times: 2..20, optional: true, steps: [{group: h, times: 1..99, steps:"
                + " [{step: s}]}]}, {step: u}",
            "{step: r}, {group: g, times: 1..2, steps: [{group: h, times: 1..2, steps: [{group: i,"
                + " times: 1..2, steps: [{group: j, times: 1..2, steps: [{group: k, times: 1..2,"
                + " steps: [{group: l, times: 1..2, steps: [{group: m, times: 1..2, steps:"
                + " [{step: s, times: 1..15, combinations: true}]}]}]}]}]}]}]}")) {
      String text =
          "rule: r\ntitle: T\nseverity: minor\nheadline: H\nwithin: 3h\npattern: ["
              + pattern
              + "]\n";
      Parsed parsed = RuleParser.parse(new RuleFile("r.yaml", text));
      assertThat(parsed.rule()).as(IssuePrinter.print(parsed.issues())).isPresent();
      Rule rule = parsed.rule().orElseThrow();
      long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      assertThat(Detector.refusal(rule)).as(pattern).isEmpty();
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
      assertThat(Duration.ofNanos(took)).as(pattern).isLessThan(Duration.ofSeconds(10));
      assertThat(
              NFACompiler.compileFactory(
                      FlinkPatternCompiler.compile(rule, new TextSource(text)), false)
                  .createNFA()
                  .getStates())
          .as(pattern)
          .hasSizeBetween(1_500, 6_000);
    }
  }

  private String rule() {
    StringBuilder text = new StringBuilder("rule: r\ntitle: T\nseverity: minor\nheadline: H\n");
    if (random.nextInt(3) > 0) {
      text.append("within: 3h\n");
    }
    text.append("pattern:\n");
    elements(text, "  ", 1 + random.nextInt(4), 0);
    if (random.nextInt(6) == 0) {
      text.append("on-timeout: alert\n");
    }
    text.append(
        pick(
            "",
            "",
            "after-match: no-skip\n",
            "after-match: skip-past-last\n",
            "after-match: {skip-to-first: s" + random.nextInt(steps) + "}\n",
            "after-match: {skip-to-last: s" + random.nextInt(steps) + "}\n"));
    return text.toString();
  }

  private void elements(StringBuilder text, String indent, int count, int depth) {
    for (int i = 0; i < count; i++) {
      boolean group = depth < 2 && random.nextInt(5) == 0;
      if (group) {
        text.append(indent).append("- group: g").append(steps).append('_').append(depth);
        text.append('\n');
      } else {
        text.append(indent).append("- step: s").append(steps++).append('\n');
      }
      String inner = indent + "  ";
      boolean absent = !group && random.nextInt(6) == 0;
      for (String key : absent ? List.of("absent: true") : List.<String>of()) {
        text.append(inner).append(key).append('\n');
      }
      option(text, inner, 3, "follows: " + pick("strict", "relaxed", "any"));
      option(text, inner, absent ? 12 : 3, "times: " + pick("1", "3", "2..4", "1+", "2+"));
      option(text, inner, absent ? 12 : 6, "optional: true");
      option(text, inner, 10, "greedy: true");
      option(text, inner, 8, pick("consecutive: true", "combinations: true"));
      option(text, inner, 10, "until: temperature_c > 9.0");
      option(text, inner, 8, "within: " + pick("30m", "3h", "4h"));
      if (group) {
        text.append(inner).append("steps:\n");
        elements(text, inner + "  ", 1 + random.nextInt(3), depth + 1);
      } else if (random.nextInt(4) > 0) {
        text.append(inner).append("where: temperature_c > ").append(random.nextInt(9)).append("\n");
      }
    }
  }

  private void option(StringBuilder text, String indent, int oneIn, String line) {
    if (random.nextInt(oneIn) == 0) {
      text.append(indent).append(line).append('\n');
    }
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
