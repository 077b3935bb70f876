package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.RuleTestFolder.TestedRule;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleSetParser;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Changes each threshold, operator and window of the shipped rules, one at a time, and sees whether
 * the rule's tests notice. Takes minutes: {@code -Dpetrel.mutations=RULE} for one rule, {@code all}
 * for all.
 */
@EnabledIfSystemProperty(named = "petrel.mutations", matches = ".+")
class RuleMutationIT {
  private static final Pattern NOT_MATCHED =
      Pattern.compile(
          "(?m)^(?:rule|title|source|headline|instruction|labels|urgency|certainty|category):.*$"
              + "|^description: (?:>\\n(?:  .*\\n)*|.*$)|^  (?:peak|inhibit|by):.*$");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.\"])-?\\d+(?:\\.\\d+)?(?![\\w.])");
  private static final Pattern DURATION = Pattern.compile("\\b(\\d+)([hm])\\b");
  private static final Pattern OPERATOR = Pattern.compile(">=|<=|==|!=|&&|\\|\\||[<>](?=[ ])");
  private static final Map<String, String> SWAPPED =
      Map.of(
          ">=", ">", "<=", "<", ">", ">=", "<", "<=", "==", "!=", "!=", "==", "&&", "||", "||",
          "&&");

  @Test
  void theTestsOfEveryRuleNoticeAChange() throws InterruptedException {
    String wanted = System.getProperty("petrel.mutations", "all");
    RuleTestFolder folder = RuleTestFolder.read(Path.of("rules"));
    List<String> survivors = new ArrayList<>();
    int count = 0;
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (RuleTestFile file : folder.tests()) {
        if (!wanted.equals("all") && !wanted.equals(file.rule())) {
          continue;
        }
        RuleFile original = folder.rules().get(file.rule()).file();
        for (String mutant : mutants(original.text())) {
          Optional<Rule> rule = parsed(original.name(), mutant);
          if (rule.isEmpty()) {
            continue; // check refuses it
          }
          count++;
          Map<String, TestedRule> rules = new HashMap<>(folder.rules());
          rules.put(file.rule(), new TestedRule(rule.get(), new RuleFile(original.name(), mutant)));
          if (new RuleTestRunner(rules, PipelineSettings.defaults())
              .run(cluster, file).stream().allMatch(RuleTestResult::passed)) {
            survivors.add(file.rule() + ": " + difference(original.text(), mutant));
          }
        }
      }
    }
    assertThat(survivors)
        .as("%d of %d changes go unnoticed: %s", survivors.size(), count, survivors)
        .hasSizeLessThan(Math.max(1, count / 20));
  }

  private static Optional<Rule> parsed(String name, String text) {
    return RuleSetParser.parse(List.of(new RuleFile(name, text))).rules().stream().findFirst();
  }

  private static Set<String> mutants(String text) {
    List<MatchResult> untouched = NOT_MATCHED.matcher(text).results().toList();
    Set<String> mutants = new LinkedHashSet<>();
    for (MatchResult number : find(NUMBER, text, untouched)) {
      BigDecimal value = new BigDecimal(number.group());
      add(text, number, value.add(value.ulp()).toPlainString(), mutants);
      add(text, number, value.subtract(value.ulp()).toPlainString(), mutants);
    }
    for (MatchResult duration : find(DURATION, text, untouched)) {
      int value = Integer.parseInt(duration.group(1));
      add(text, duration, (value + 1) + duration.group(2), mutants);
      add(text, duration, (value - 1) + duration.group(2), mutants);
    }
    for (MatchResult operator : find(OPERATOR, text, untouched)) {
      add(text, operator, SWAPPED.get(operator.group()), mutants);
    }
    for (String[] words : new String[][] {{"strict", "relaxed"}, {"relaxed", "strict"}}) {
      for (MatchResult word : find(Pattern.compile("\\b" + words[0] + "\\b"), text, untouched)) {
        add(text, word, words[1], mutants);
      }
    }
    return mutants;
  }

  private static List<MatchResult> find(Pattern pattern, String text, List<MatchResult> untouched) {
    Matcher matcher = pattern.matcher(text);
    return matcher
        .results()
        .filter(
            r -> untouched.stream().noneMatch(u -> r.start() >= u.start() && r.end() <= u.end()))
        .toList();
  }

  private static void add(String text, MatchResult place, String with, Set<String> mutants) {
    mutants.add(text.substring(0, place.start()) + with + text.substring(place.end()));
  }

  private static String difference(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(now.get(i))) {
        return "line %d: %s -> %s".formatted(i + 1, old.get(i).strip(), now.get(i).strip());
      }
    }
    return "?";
  }
}
