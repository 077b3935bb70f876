package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.rule.RuleFile;
import io.petrel.text.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schema that editors use says the same as the parser. */
class RuleSchemaTest {
  private static final JsonNode SCHEMA = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("schemas/rule.schema.json").toFile());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void hasTheParsersKeys() {
    assertKeys("", RuleKeys.RULE);
    assertKeys("/$defs/step", RuleKeys.STEP);
    assertKeys("/$defs/group", RuleKeys.GROUP);
    assertKeys("/$defs/incident", RuleKeys.INCIDENT);
    assertKeys("/$defs/incident/properties/escalate/items", RuleKeys.ESCALATION);
    assertKeys("/$defs/incident/properties/ends", RuleKeys.ENDS);
    assertKeys("/properties/after-match/oneOf/1", RuleKeys.AFTER_MATCH_STEP.keySet());
  }

  @Test
  void hasTheParsersWords() {
    assertWords("/$defs/severity", RuleKeys.words(Severity.class).keySet());
    assertWords("/properties/urgency", RuleKeys.words(Urgency.class).keySet());
    assertWords("/properties/certainty", RuleKeys.words(Certainty.class).keySet());
    assertWords("/properties/category", RuleKeys.words(Category.class).keySet());
    assertWords("/$defs/follows", RuleKeys.FOLLOWS.keySet());
    assertWords("/properties/on-edit", RuleKeys.ON_EDIT.keySet());
    assertWords("/properties/emit", RuleKeys.EMIT.keySet());
    assertWords("/properties/after-match/oneOf/0", RuleKeys.AFTER_MATCH.keySet());
    assertWords("/properties/on-timeout", List.of("alert"));
  }

  @Test
  void requiresWhatTheParserRequires() {
    for (JsonNode key : SCHEMA.at("/required")) {
      String without =
          "rule: r\ntitle: T\nseverity: minor\nheadline: H\nwhen: has(region)\n"
              .replaceFirst("(?m)^" + key.asText() + ": .*\n", "");
      Parsed parsed = RuleParser.parse(new RuleFile("r.yaml", without));
      assertThat(parsed.issues())
          .extracting(issue -> issue.message())
          .contains("'%s' is missing".formatted(key.asText()));
    }
    assertThat(
            RuleParser.parse(
                    new RuleFile(
                        "r.yaml",
                        "rule: r\ntitle: T\nseverity: minor\nheadline: H\nwhen: has(region)\n"))
                .issues())
        .isEmpty();
  }

  @Test
  void knowsTheParsersDurationsAndTimes() {
    Pattern duration = Pattern.compile(SCHEMA.at("/$defs/duration/pattern").asText());
    for (String text : List.of("90s", "30m", "2h30m", "1d", "500ms", "", "3", "3 h", "h", "-1h")) {
      assertThat(duration.matcher(text).find())
          .as(text)
          .isEqualTo(Durations.parse(text).isPresent());
    }
    Pattern times = Pattern.compile(SCHEMA.at("/$defs/times/oneOf/1/pattern").asText());
    for (String text : List.of("3", "2..5", "2+", "2 .. 5", "x", "2-5", "+2", "2..")) {
      String rule =
          "rule: r\ntitle: T\nseverity: minor\nheadline: H\nwithin: 1h\npattern: [{step: a, times: \""
              + text
              + "\"}, {step: b}]\n";
      boolean good = RuleParser.parse(new RuleFile("r.yaml", rule)).rule().isPresent();
      assertThat(times.matcher(text).find()).as(text).isEqualTo(good);
    }
  }

  private static void assertKeys(String pointer, Collection<String> keys) {
    JsonNode object = SCHEMA.at(pointer);
    assertThat(object.at("/additionalProperties").asBoolean(true)).as(pointer).isFalse();
    List<String> names = new ArrayList<>();
    object.at("/properties").fieldNames().forEachRemaining(names::add);
    assertThat(names).as(pointer).containsExactlyInAnyOrderElementsOf(keys);
  }

  private static void assertWords(String pointer, Collection<String> words) {
    List<String> names = new ArrayList<>();
    SCHEMA.at(pointer).at("/enum").forEach(word -> names.add(word.asText()));
    assertThat(names).as(pointer).containsExactlyInAnyOrderElementsOf(words);
  }
}
