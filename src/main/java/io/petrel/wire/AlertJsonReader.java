package io.petrel.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.petrel.alert.Alert;
import io.petrel.alert.RecordShape;
import io.petrel.alert.RecordShape.Part;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an alert that {@link AlertJson} wrote and a person may have changed: reports every fault at
 * its line and column. Fields with a default in the Avro schema are optional.
 */
public final class AlertJsonReader {
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private AlertJsonReader() {}

  /** The alert of a text; empty, with the faults reported, if the text is not a valid alert. */
  public static Optional<Alert> read(SourceText source, Issues issues) {
    if (!isJson(source, issues)) {
      return Optional.empty();
    }
    // JSON is YAML, and the YAML reader knows the line and column of each value.
    Issues found = new Issues();
    Optional<Alert> alert =
        YamlReader.readMapping(source, found)
            .map(mapping -> (Alert) record(mapping, RecordShape.ALERT, "an alert record"));
    issues.addAll(found.sorted());
    return found.hasErrors() ? Optional.empty() : alert;
  }

  private static boolean isJson(SourceText source, Issues issues) {
    try {
      if (JSON.readTree(source.text()).isMissingNode()) {
        issues.add(
            Issue.ofFile(source.name(), "it is empty; one alert record as JSON is expected"));
        return false;
      }
      return true;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      issues.add(
          at == null
              ? Issue.ofFile(source.name(), "not JSON: " + message)
              : Issue.error(
                  source,
                  at.getLineNr(),
                  at.getColumnNr(),
                  1,
                  message.startsWith("Trailing token")
                      ? "something follows the record; one alert record is expected"
                      : "not JSON: " + message));
      return false;
    }
  }

  private static Object record(YamlMapping mapping, RecordShape shape, String what) {
    @Nullable Object[] values = new Object[shape.parts().size()];
    for (Part part : shape.parts()) {
      values[part.position()] =
          value(mapping, part.name(), !part.isOptional())
              .map(value -> read(part, value))
              .orElse(null);
    }
    mapping.rejectUnknownKeys(what);
    return shape.make(values);
  }

  private static Optional<YamlValue> value(YamlMapping mapping, String name, boolean isRequired) {
    return isRequired ? mapping.require(name) : mapping.get(name);
  }

  /** Null, with the fault reported, if the value does not fit the part. */
  private static @Nullable Object read(Part part, YamlValue value) {
    return switch (part.kind()) {
      case TEXT -> value.text().orElse(null);
      case TIME -> time(value);
      case INT ->
          Optional.ofNullable(whole(value, Integer.MAX_VALUE)).map(Math::toIntExact).orElse(null);
      case LONG -> whole(value, Long.MAX_VALUE);
      case NUMBER -> number(value);
      case FLAG -> value.bool().orElse(null);
      case UNIT -> value.oneOf(bySymbol(Arrays.asList(Unit.values()))).orElse(null);
      case ENUM -> value.oneOf(bySymbol(part.constants())).orElse(null);
      case TEXTS -> texts(value);
      case RECORD -> value.mapping().map(each -> record(each, part)).orElse(null);
      case RECORDS -> each(value, item -> record(item, part));
      case OBSERVATIONS -> each(value, AlertJsonReader::observation);
    };
  }

  private static Object record(YamlMapping mapping, Part part) {
    return record(mapping, part.shape(), "'" + part.name() + "'");
  }

  private static Observation observation(YamlMapping mapping) {
    Observation.Builder builder = Observation.at("", 0);
    for (ObservationField field : ObservationField.all()) {
      value(mapping, field.name(), field.isRequired())
          .ifPresent(value -> set(builder, field, value));
    }
    mapping.rejectUnknownKeys("an observation");
    return builder.build();
  }

  private static void set(Observation.Builder builder, ObservationField field, YamlValue value) {
    int index = field.index();
    switch (field.kind()) {
      case TEXT -> value.text().ifPresent(text -> builder.text(index, text));
      case TIME -> Optional.ofNullable(time(value)).ifPresent(t -> builder.millis(index, t));
      case INTEGER ->
          Optional.ofNullable(whole(value, Integer.MAX_VALUE))
              .ifPresent(revision -> builder.revision(Math.toIntExact(revision)));
      case ENUM ->
          value
              .oneOf(bySymbol(Arrays.asList(Quality.values())))
              .ifPresent(quality -> builder.quality((Quality) quality));
      case NUMBER -> value.number().ifPresent(number -> builder.set(index, number));
      case MAP ->
          value
              .mapping()
              .ifPresent(
                  extra ->
                      extra
                          .entries()
                          .forEach(
                              (name, each) ->
                                  each.number().ifPresent(n -> builder.extra(name, n))));
    }
  }

  private static @Nullable Long time(YamlValue value) {
    String text = value.text().orElse(null);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      value.error("expected a time such as 2026-01-31T03:00:00Z, found '%s'".formatted(text));
      return null;
    }
  }

  /** A whole number in {@code [0, most]}. */
  private static @Nullable Long whole(YamlValue value, long most) {
    String text = value.text().orElse(null);
    if (text == null) {
      return null;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    value.error("expected a whole number from 0 to %d, found '%s'".formatted(most, text));
    return null;
  }

  private static @Nullable Double number(YamlValue value) {
    OptionalDouble number = value.number();
    return number.isPresent() ? number.getAsDouble() : null;
  }

  private static Map<String, Enum<?>> bySymbol(List<? extends Enum<?>> constants) {
    Map<String, Enum<?>> bySymbol = new LinkedHashMap<>();
    constants.forEach(constant -> bySymbol.put(RecordShape.symbol(constant), constant));
    return bySymbol;
  }

  private static Map<String, String> texts(YamlValue value) {
    Map<String, String> texts = new LinkedHashMap<>();
    value
        .mapping()
        .ifPresent(
            entries ->
                entries
                    .entries()
                    .forEach((key, each) -> each.text().ifPresent(text -> texts.put(key, text))));
    return texts;
  }

  private static List<Object> each(YamlValue value, Function<YamlMapping, Object> read) {
    List<Object> list = new ArrayList<>();
    value
        .list()
        .ifPresent(items -> items.forEach(item -> item.mapping().map(read).ifPresent(list::add)));
    return list;
  }
}
