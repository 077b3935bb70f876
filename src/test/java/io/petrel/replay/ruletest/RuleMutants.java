package io.petrel.replay.ruletest;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule's text with each threshold, operator and window changed, one at a time. */
final class RuleMutants {
  private static final Pattern NOT_MATCHED =
      Pattern.compile(
          "(?m)^(?:rule|title|source|headline|instruction|labels|urgency|certainty|category):.*$"
              + "|^description: (?:>\\n(?:  .*\\n)*|.*$)|^  (?:peak|inhibit|by):.*$");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.\"])-?\\d+(?:\\.\\d+)?(?![\\w.])");
  private static final Pattern DURATION = Pattern.compile("\\b(\\d+)([hm])\\b");
  private static final Pattern OPERATOR = Pattern.compile(">=|<=|==|!=|&&|\\|\\||[<>](?=[ ])");
  private static final Pattern CONTIGUITY = Pattern.compile("\\b(?:strict|relaxed)\\b");
  private static final Map<String, String> SWAPPED =
      Map.of(
          ">=", ">", "<=", "<", ">", ">=", "<", "<=", "==", "!=", "!=", "==", "&&", "||", "||",
          "&&", "strict", "relaxed", "relaxed", "strict");

  private final String text;
  private final List<MatchResult> untouched;
  private final Map<String, String> mutants = new LinkedHashMap<>();

  private RuleMutants(String text) {
    this.text = text;
    this.untouched = NOT_MATCHED.matcher(text).results().toList();
  }

  /** Changed texts, each with what is changed, such as {@code within: 3h -> within: 4h}. */
  static Map<String, String> of(String text) {
    RuleMutants all = new RuleMutants(text);
    for (MatchResult number : all.find(NUMBER)) {
      BigDecimal value = new BigDecimal(number.group());
      all.add(number, value.add(value.ulp()).toPlainString());
      all.add(number, value.subtract(value.ulp()).toPlainString());
    }
    for (MatchResult duration : all.find(DURATION)) {
      int value = Integer.parseInt(duration.group(1));
      all.add(duration, (value + 1) + duration.group(2));
      all.add(duration, (value - 1) + duration.group(2));
    }
    for (Pattern words : List.of(OPERATOR, CONTIGUITY)) {
      all.find(words).forEach(word -> all.add(word, SWAPPED.get(word.group())));
    }
    return all.mutants;
  }

  private List<MatchResult> find(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher
        .results()
        .filter(
            r -> untouched.stream().noneMatch(u -> r.start() >= u.start() && r.end() <= u.end()))
        .toList();
  }

  private void add(MatchResult place, String with) {
    String mutant = text.substring(0, place.start()) + with + text.substring(place.end());
    mutants.put(difference(mutant), mutant);
  }

  private String difference(String mutant) {
    List<String> before = text.lines().toList();
    List<String> after = mutant.lines().toList();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        return "line %d: %s -> %s".formatted(i + 1, before.get(i).strip(), after.get(i).strip());
      }
    }
    throw new IllegalArgumentException("nothing is changed");
  }
}
