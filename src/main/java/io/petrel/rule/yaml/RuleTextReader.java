package io.petrel.rule.yaml;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.rule.RuleText;
import io.petrel.rule.TextTemplate;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the texts of a rule for people. */
final class RuleTextReader {
  /** The forms of RFC 5646 that are in use. */
  private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");

  private RuleTextReader() {}

  static RuleText read(YamlMapping top, Expressions expressions, StepNames names) {
    String title = top.require("title").flatMap(YamlValue::text).orElse("").strip();
    Optional<Severity> severity =
        top.require("severity").flatMap(v -> v.oneOf(RuleKeys.words(Severity.class)));
    TextTemplate headline =
        template(top.require("headline"), expressions, names).orElse(TextTemplate.of(title));
    return new RuleText(
        title,
        top.get("source").flatMap(YamlValue::text).orElse("").strip(),
        severity.orElse(Severity.UNKNOWN),
        top.get("urgency")
            .flatMap(v -> v.oneOf(RuleKeys.words(Urgency.class)))
            .orElse(Urgency.IMMEDIATE),
        top.get("certainty")
            .flatMap(v -> v.oneOf(RuleKeys.words(Certainty.class)))
            .orElse(Certainty.OBSERVED),
        top.get("category")
            .flatMap(v -> v.oneOf(RuleKeys.words(Category.class)))
            .orElse(Category.MET),
        headline,
        template(top.get("description"), expressions, names).orElse(TextTemplate.of("")),
        template(top.get("instruction"), expressions, names).orElse(null),
        labels(top));
  }

  private static Optional<TextTemplate> template(
      Optional<YamlValue> value, Expressions expressions, StepNames names) {
    return value.flatMap(v -> expressions.template(v, names.ofMatch()));
  }

  static Map<String, String> labels(YamlMapping top) {
    Map<String, String> labels = new LinkedHashMap<>();
    top.get("labels")
        .flatMap(YamlValue::mapping)
        .ifPresent(
            mapping ->
                mapping
                    .entries()
                    .forEach((name, value) -> value.text().ifPresent(t -> labels.put(name, t))));
    top.get(Message.LANGUAGE)
        .ifPresent(value -> language(value).ifPresent(tag -> labels.put(Message.LANGUAGE, tag)));
    return labels;
  }

  private static Optional<String> language(YamlValue value) {
    Optional<String> tag = value.text().map(String::strip);
    if (tag.isPresent() && !LANGUAGE_TAG.matcher(tag.get()).matches()) {
      value.error(
          "'%s' is no language; write its tag, such as de, en-GB or zh-Hant".formatted(tag.get()));
      return Optional.empty();
    }
    return tag;
  }
}
