package io.petrel.rule.yaml;

import io.petrel.rule.AfterMatch;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;

/** Reads {@code after-match}: a word, or {@code skip-to-first: STEP}. */
final class AfterMatchReader {
  private AfterMatchReader() {}

  static Optional<AfterMatch> read(YamlValue value) {
    if (value.isMapping()) {
      return value.mapping().flatMap(AfterMatchReader::withStep);
    }
    String word = value.isScalar() ? value.text().orElse("").strip() : "";
    if (RuleKeys.AFTER_MATCH_STEP.containsKey(word)) {
      value.error("'%s' needs a step: write after-match: {%s: STEP}".formatted(word, word));
      return Optional.empty();
    }
    return value.oneOf(RuleKeys.AFTER_MATCH);
  }

  private static Optional<AfterMatch> withStep(YamlMapping mapping) {
    Optional<AfterMatch> result = Optional.empty();
    for (Map.Entry<String, AfterMatch.Kind> word : RuleKeys.AFTER_MATCH_STEP.entrySet()) {
      Optional<String> step = mapping.get(word.getKey()).flatMap(YamlValue::text);
      if (step.isPresent() && result.isPresent()) {
        mapping.self().error("only one of skip-to-first and skip-to-last can hold");
      }
      if (step.isPresent()) {
        result = Optional.of(new AfterMatch(word.getValue(), step.get().strip()));
      }
    }
    mapping.rejectUnknownKeys("'after-match'");
    return result;
  }
}
