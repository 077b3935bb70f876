package io.petrel.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.config.Config.Settings;
import io.petrel.config.SettingTypes.SecretType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes what is published about the configuration from its table of keys. */
final class ConfigDocuments {
  private static final int WIDTH = 98;
  private static final Map<String, String> SECTIONS =
      Map.of(
          "kafka", "The Kafka cluster.",
          "topics", "Topic names.",
          "ingest", "How observations are read.",
          "rules", "The rules.",
          "detect", "How detection runs.",
          "incident", "How alerts describe incidents.",
          "publish", "How alerts are written.",
          "mail", "Who gets mail, and through which server.",
          "engine", "How the jobs run.",
          "monitor", "Metrics and health over HTTP.");

  private ConfigDocuments() {}

  /** {@code deploy/petrel.yaml}: every key with its meaning, what is allowed, and its default. */
  static String yaml() {
    StringBuilder text = new StringBuilder();
    text.append("# yaml-language-server: $schema=../schemas/petrel.schema.json\n");
    text.append(
        "# Petrel's configuration: every key with its default. Relative paths start here.\n");
    text.append(
        "# ${env:NAME} stands for an environment variable; write passwords only in this way.\n");
    text.append("# Check it without starting anything: petrel run --config FILE --check\n");
    String section = "";
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.section().equals(section)) {
        section = setting.section();
        text.append("\n# ").append(SECTIONS.get(section)).append('\n');
        text.append(section).append(":\n");
      } else {
        text.append('\n');
      }
      comment(setting, text);
      text.append(setting.defaultText().isPresent() ? "  " : "  # ");
      text.append(setting.name()).append(':');
      text.append(setting.defaultText().map(value -> " " + scalar(value)).orElse("")).append('\n');
    }
    return text.toString();
  }

  private static void comment(Setting<?> setting, StringBuilder text) {
    StringBuilder line = new StringBuilder("  #");
    String words = setting.doc() + " Allowed: " + setting.type().allowed() + ".";
    for (String word : words.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("  #");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  private static String scalar(String value) {
    return value.contains(": ") || value.contains(" <") ? "'" + value + "'" : value;
  }

  /** {@code schemas/petrel.schema.json}, for editors. */
  static String jsonSchema() throws JsonProcessingException {
    Map<String, Object> sections = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      @SuppressWarnings("unchecked") // put below
      Map<String, Object> keys =
          (Map<String, Object>)
              sections.computeIfAbsent(setting.section(), name -> new LinkedHashMap<>());
      Map<String, Object> key = new TreeMap<>(setting.type().schema());
      key.put("description", setting.doc());
      setting.defaultText().ifPresent(value -> key.put("default", typed(key, value)));
      keys.put(setting.name(), key);
      if (setting.type() instanceof SecretType) {
        keys.put(
            setting.name() + "-file",
            ordered("description", "File that holds it.", "type", "string"));
      }
    }
    sections.replaceAll(
        (name, keys) ->
            ordered(
                "type",
                "object",
                "description",
                SECTIONS.get(name),
                "additionalProperties",
                false,
                "properties",
                keys));
    Map<String, Object> schema =
        ordered(
            "$schema", "https://json-schema.org/draft/2020-12/schema",
            "title", "petrel.yaml",
            "type", "object",
            "additionalProperties", false,
            "properties", sections);
    return new ObjectMapper()
            .writer(
                new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
            .writeValueAsString(schema)
        + "\n";
  }

  private static Object typed(Map<String, Object> schema, String value) {
    return switch (String.valueOf(schema.get("type"))) {
      case "integer" -> Long.parseLong(value);
      case "boolean" -> Boolean.parseBoolean(value);
      case "object" -> Map.of();
      default -> value;
    };
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
