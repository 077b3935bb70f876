package io.petrel.feed.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema that editors use says the same as the reader. */
class ImportSchemaTest {
  @TempDir Path folder;

  private final JsonNode schema = read();

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void hasTheReadersKeysOfEveryFormat(FeedFormat format) throws IOException {
    String pointer = "/$defs/" + format.word();
    // With a report column METAR has all the keys that it can have.
    List<Issue> issues = issues("format: " + format.word() + "\nunknown: 1\nreport-column: m\n");

    assertThat(schema.at(pointer + "/additionalProperties").asBoolean(true)).isFalse();
    assertThat(known(issues, "a mapping for " + format.word()))
        .containsExactlyInAnyOrderElementsOf(names(pointer + "/properties"));
    List<String> required = new ArrayList<>(List.of("format"));
    issues.stream()
        .map(Issue::message)
        .filter(message -> message.endsWith(" is missing"))
        .forEach(message -> required.add(message.substring(1, message.lastIndexOf('\''))));
    assertThat(texts(pointer + "/required")).containsExactlyInAnyOrderElementsOf(required);
  }

  @Test
  void hasTheReadersKeysOfItsParts() throws IOException {
    List<Issue> issues =
        issues(
            """
            format: csv
            station: {unknown: 1, table: {unknown: 1}}
            time: {unknown: 1}
            fields: {temperature_c: {unknown: 1}}
            """);

    assertThat(known(issues, "a station"))
        .containsExactlyInAnyOrderElementsOf(names("/$defs/station/properties"));
    assertThat(known(issues, "a station table"))
        .containsExactlyInAnyOrderElementsOf(names("/$defs/station/properties/table/properties"));
    assertThat(known(issues, "a time"))
        .containsExactlyInAnyOrderElementsOf(names("/$defs/time/properties"));
    assertThat(known(issues, "a field"))
        .containsExactlyInAnyOrderElementsOf(names("/$defs/field/oneOf/1/properties"));
  }

  @Test
  void hasTheReadersWords() {
    assertThat(texts("/properties/format/enum"))
        .containsExactlyElementsOf(FeedFormat.byWord().keySet());
    assertThat(texts("/$defs/openweathermap/properties/units/enum"))
        .containsExactlyElementsOf(UnitChoice.byWord().keySet());
    assertThat(texts("/$defs/field-name/enum"))
        .containsExactlyElementsOf(
            FieldTarget.names().stream().filter(name -> !name.startsWith("extra.")).toList());
  }

  private List<Issue> issues(String text) throws IOException {
    Issues issues = new Issues();
    MappingReader.read(Files.writeString(folder.resolve("m.yaml"), text), null, issues);
    return issues.sorted();
  }

  private static List<String> known(List<Issue> issues, String what) {
    return issues.stream()
        .map(Issue::message)
        .filter(message -> message.startsWith("'unknown' is not a key of " + what + ";"))
        .map(message -> message.substring(message.indexOf("known are ") + 10))
        .map(known -> Arrays.asList(known.split(", ")))
        .findFirst()
        .orElseThrow();
  }

  private List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    schema.at(pointer).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    schema.at(pointer).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("schemas/import.schema.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
