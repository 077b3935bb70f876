package io.petrel.replay.example;

import io.petrel.alert.detection.Match;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.replay.ruletest.RuleTestResult;
import io.petrel.replay.ruletest.RuleTestRunner;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reports that make a rule fire, as a rule test that can be pasted into its file.
 *
 * @param test the text of the test, an item of {@code tests:}, with a line break at its end
 */
public record Example(String test) {
  /**
   * Searches for an example and runs it as a rule test through the production pipeline.
   *
   * @param settings of detection and incidents under which it must fire
   * @return empty if none was found, or if the one found does not pass there
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public static Optional<Example> find(
      LocalCluster cluster, Rule rule, RuleFile file, PipelineSettings settings)
      throws InterruptedException {
    Optional<Example> found = search(rule);
    return found.isPresent() && passes(found.get(), cluster, rule, file, settings)
        ? found
        : Optional.empty();
  }

  /** Searches for an example that fires in memory. */
  static Optional<Example> search(Rule rule) {
    ExampleSearch search = new ExampleSearch(rule);
    return search
        .find()
        .map(draft -> new Example(text(draft, search.matches(draft), search.untilMillis(draft))));
  }

  private static boolean passes(
      Example example, LocalCluster cluster, Rule rule, RuleFile file, PipelineSettings settings)
      throws InterruptedException {
    Issues issues = new Issues();
    TestedRule tested = new TestedRule(rule, file);
    RuleTestFile tests =
        RuleTestFolder.parse(new SourceText("example", "tests:\n" + example.test), tested, issues);
    if (issues.hasErrors()) {
      return false;
    }
    List<RuleTestResult> results =
        new RuleTestRunner(Map.of(rule.id(), tested), settings).run(cluster, tests);
    return results.size() == 1 && results.get(0).passed();
  }

  private static String text(Draft draft, List<Match> matches, long untilMillis) {
    StringBuilder text = new StringBuilder("  - test: an example that fires\n");
    if (draft.size() > 1 && !draft.interval().equals(Duration.ofHours(1))) {
      line(text, "interval", Durations.code(draft.interval()));
    }
    List<String> extra = new ArrayList<>();
    new TreeMap<>(draft.values())
        .forEach(
            (field, values) -> {
              if (field.startsWith("extra.")) {
                extra.add(field.substring("extra.".length()) + ": " + series(values));
              } else {
                line(text, field, series(values));
              }
            });
    if (!extra.isEmpty()) {
      line(text, "extra", "{" + String.join(", ", extra) + "}");
    }
    long last = matches.get(matches.size() - 1).timeMillis();
    if (last > draft.lastMillis()) {
      line(text, "until", offset(untilMillis));
    }
    List<String> times =
        matches.stream()
            .filter(match -> match.timeMillis() <= Math.max(last, draft.lastMillis()))
            .map(match -> offset(match.timeMillis()))
            .toList();
    line(text, "matches", "[" + String.join(", ", times) + "]");
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private static String offset(long millis) {
    Duration offset = Duration.ofMillis(millis - Draft.START.toEpochMilli());
    return offset.isZero() ? "0" : Durations.code(offset);
  }

  /** In the notation of rule tests; a value that is the same in all reports is written once. */
  static String series(double[] values) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < values.length; ) {
      int end = i;
      while (end < values.length && values[end] == values[i]) {
        end++;
      }
      words.add(number(values[i]) + (end - i > 1 ? "x" + (end - i) : ""));
      i = end;
    }
    return String.join(" ", words);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
