package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema that editors use takes and refuses the same values as the reader. */
class SubscriptionSchemaTest {
  private static final JsonNode SCHEMA = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("schemas/subscriptions.schema.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name       | '\"a\"'                       | true",
        "name       | '\"Máire: the 2nd\"'          | true",
        "name       | '\"\"'                        | false",
        "name       | '\" \"'                       | false",
        "name       | '\"a\\nb\"'                   | false",
        "to         | '\"ann@example.org\"'         | true",
        "to         | '\"Ann <ann@example.org>\"'   | true",
        "to         | '[\"a@b.org\", \"c@b.org\"]'  | true",
        "to         | '[]'                          | false",
        "to         | '\"ann\"'                     | false",
        "to         | '\"ann@\"'                    | false",
        "to         | '{\"a\": 1}'                  | false",
        "when       | '\"severity > \\\"minor\\\"\"'| true",
        "when       | 'true'                        | true",
        "when       | '[]'                          | false",
        "wait       | '\"30s\"'                     | true",
        "wait       | '\"1h\"'                      | true",
        "wait       | '\"0s\"'                      | false",
        "wait       | '\"5\"'                       | false",
        "wait       | '5'                           | false",
        "wait       | '\"m\"'                       | false",
        "wait       | '\"1234567s\"'                | false",
        "digest     | '\"10m\"'                     | true",
        "digest     | '\"1d\"'                      | true",
        "digest     | '\"2h30m\"'                   | true",
        "digest     | '\"-1h\"'                     | false",
        "limit      | '1'                           | true",
        "limit      | '1000'                        | true",
        "limit      | '0'                           | false",
        "limit      | '1001'                        | false",
        "limit      | '1.5'                         | false",
        "limit      | '\"many\"'                    | false",
        "units      | '\"marine\"'                  | true",
        "units      | '\"Marine\"'                  | false",
        "time-zone  | '\"Europe/Dublin\"'           | true",
        "time-zone  | '\"Etc/GMT+3\"'               | true",
        "time-zone  | '\"+02:00\"'                  | false",
        "mute-until | '\"2026-12-24T18:00\"'        | true",
        "mute-until | '\"2026-12-24T18:00:00Z\"'    | true",
        "mute-until | '\"2026-12-24T18:00+01:00\"'  | true",
        "mute-until | '\"2026-12-24\"'              | false",
        "mute-until | '\"tomorrow\"'                | false",
      })
  void takesWhatTheReaderTakes(String key, String json, boolean right) throws IOException {
    check("/$defs/subscription/properties/" + key, subscription(key, json), json, right);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from            | '\"22:00\"'         | true",
        "from            | '\"7:05\"'          | true",
        "from            | '\"24:00\"'         | false",
        "from            | '\"22:00:30\"'      | false",
        "from            | '\"22\"'            | false",
        "from            | '\"22:60\"'         | false",
        "time-zone       | '\"Asia/Tokyo\"'    | true",
        "unless-severity | '\"severe\"'        | true",
        "unless-severity | '\"Severe\"'        | false",
      })
  void takesTheQuietHoursThatTheReaderTakes(String key, String json, boolean right)
      throws IOException {
    String others =
        key.equals("from") ? "\"to\": \"06:30\"" : "\"from\": \"21:00\", \"to\": \"06:30\"";
    String hours = "{\"%s\": %s, %s}".formatted(key, json, others);
    check(
        "/$defs/subscription/properties/quiet-hours/properties/" + key,
        subscription("quiet-hours", hours),
        json,
        right);
  }

  @Test
  void requiresWhatTheReaderRequires() {
    assertThat(SCHEMA.at("/required").toString()).isEqualTo("[\"subscriptions\"]");
    assertThat(SCHEMA.at("/$defs/subscription/required").toString()).isEqualTo("[\"name\",\"to\"]");
    assertThat(faults("{}")).contains("'subscriptions' is missing");
    assertThat(faults("{\"subscriptions\": [{}]}"))
        .contains("'name' is missing", "'to' is missing");
    assertThat(faults(subscription("quiet-hours", "{\"unless-severity\": \"severe\"}")))
        .contains("'from' is missing", "'to' is missing");
  }

  private static void check(String pointer, String file, String json, boolean right)
      throws IOException {
    assertThat(faults(file).isEmpty()).as("reader: " + file).isEqualTo(right);
    assertThat(fits(SCHEMA.at(pointer), new ObjectMapper().readTree(json)))
        .as("schema: " + file)
        .isEqualTo(right);
  }

  private static String subscription(String key, String json) {
    StringBuilder keys = new StringBuilder("\"%s\": %s".formatted(key, json));
    if (!key.equals("name")) {
      keys.append(", \"name\": \"a\"");
    }
    if (!key.equals("to")) {
      keys.append(", \"to\": \"a@example.org\"");
    }
    return "{\"subscriptions\": [{%s}]}".formatted(keys);
  }

  private static List<String> faults(String file) {
    Issues issues = new Issues();
    var unused = SubscriptionReader.read(new SourceText("s.yaml", file), issues);
    return issues.sorted().stream().map(issue -> issue.message()).toList();
  }

  /** As much of JSON Schema as this file uses for single values. */
  private static boolean fits(JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      return fits(SCHEMA.at(schema.path("$ref").asText().substring(1)), value);
    }
    if (schema.has("oneOf")) {
      return count(schema.path("oneOf"), value) == 1;
    }
    if (schema.has("enum")) {
      return contains(schema.path("enum"), value);
    }
    JsonNode type = schema.path("type");
    boolean typed = type.isArray() ? count(type, value) == 1 : isOf(type.asText(), value);
    boolean matches =
        !value.isTextual()
            || Pattern.compile(schema.path("pattern").asText("")).matcher(value.asText()).find();
    boolean sized =
        !value.isTextual()
            || (value.asText().length() >= schema.path("minLength").asInt(0)
                && value.asText().length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE));
    boolean inRange =
        !value.isNumber()
            || (value.asDouble() >= schema.path("minimum").asDouble(-1e9)
                && value.asDouble() <= schema.path("maximum").asDouble(1e9));
    boolean items = !value.isArray() || !typed || itemsFit(schema, value);
    return typed && matches && sized && inRange && items;
  }

  private static boolean itemsFit(JsonNode schema, JsonNode list) {
    for (JsonNode item : list) {
      if (!fits(schema.path("items"), item)) {
        return false;
      }
    }
    return list.size() >= schema.path("minItems").asInt(0);
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** How many of the schemas or types a value fits. */
  private static int count(JsonNode alternatives, JsonNode value) {
    int count = 0;
    for (JsonNode one : alternatives) {
      boolean fits = one.isTextual() ? isOf(one.asText(), value) : fits(one, value);
      count += fits ? 1 : 0;
    }
    return count;
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "array" -> value.isArray();
      default -> throw new IllegalArgumentException(type);
    };
  }
}
