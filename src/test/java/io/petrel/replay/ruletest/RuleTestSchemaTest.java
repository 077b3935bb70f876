package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.issue.Issue;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema that editors use says the same as the reader. */
class RuleTestSchemaTest {
  private final JsonNode schema = read();

  @TempDir Path dir;

  @Test
  void hasTheReadersKeys() throws IOException {
    List<Issue> issues =
        issues(
            """
            unknown: 1
            station: {unknown: 1}
            tests:
              - test: t
                unknown: 1
                stations: [{id: a, temperature_c: 1, unknown: 1}]
                matches: [{unknown: 1}]
                alerts: [{unknown: 1}]
                mails: [{unknown: 1}]
                rule-change: [{unknown: 1}]
            """);
    assertThat(keys(issues, "a mail"))
        .containsExactlyInAnyOrderElementsOf(keys("/$defs/mail/properties"));
    assertThat(keys(issues, "a change of a rule"))
        .containsExactlyInAnyOrderElementsOf(keys("/$defs/change/properties"));
    assertThat(keys(issues, "a test file"))
        .containsExactlyInAnyOrderElementsOf(keys("/properties"));
    assertThat(keys(issues, "a match"))
        .containsExactlyInAnyOrderElementsOf(keys("/$defs/match/properties"));
    assertThat(keys(issues, "an alert"))
        .containsExactlyInAnyOrderElementsOf(keys("/$defs/alert/properties"));
    // The keys of a test with 'stations' and of a station lack those of the other kind.
    assertThat(keys("/$defs/test/properties")).containsAll(keys(issues, "a test"));
    assertThat(keys("/$defs/identity/oneOf/1/properties"))
        .containsExactlyInAnyOrderElementsOf(keys(issues.subList(0, 2), "a station"));
    assertThat(keys("/$defs/station/properties"))
        .containsExactlyInAnyOrderElementsOf(keys(issues.subList(2, issues.size()), "a station"));
  }

  @Test
  void hasTheReadersWords() throws IOException {
    for (String field :
        List.of(
            "msg_type",
            "reason",
            "severity",
            "urgency",
            "certainty",
            "category",
            "response_type")) {
      List<Issue> issues =
          issues(
              """
              tests:
                - {test: t, temperature_c: 1, alerts: [{%s: qqqqqqqq}]}
              """
                  .formatted(field));
      List<String> words = new ArrayList<>();
      schema.at("/$defs/alert/properties/" + field + "/enum").forEach(w -> words.add(w.asText()));
      assertThat(issues)
          .extracting(Issue::message)
          .containsExactly("'qqqqqqqq' is not one of " + String.join(", ", words));
    }
  }

  private List<String> keys(String pointer) {
    List<String> keys = new ArrayList<>();
    schema.at(pointer).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> keys(List<Issue> issues, String what) {
    return issues.stream()
        .map(Issue::message)
        .filter(message -> message.startsWith("'unknown' is not a key of " + what + ";"))
        .map(message -> message.substring(message.indexOf("known are ") + 10))
        .map(known -> Arrays.asList(known.split(", ")))
        .findFirst()
        .orElseThrow();
  }

  private List<Issue> issues(String tests) throws IOException {
    Files.writeString(
        dir.resolve("warm.yaml"),
        """
        rule: warm
        title: Warm
        severity: minor
        when: temperature_c >= 30.0
        headline: Warm
        """);
    Files.writeString(dir.resolve("warm.test.yaml"), tests);
    return RuleTestFolder.read(dir).issues();
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("schemas/rule-test.schema.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
