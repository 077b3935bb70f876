package io.petrel.replay.ruletest.file;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.RecordShape;
import io.petrel.alert.RecordShape.Part;
import io.petrel.replay.ruletest.file.FieldValue.Amount;
import io.petrel.replay.ruletest.file.FieldValue.At;
import io.petrel.replay.ruletest.file.FieldValue.Names;
import io.petrel.replay.ruletest.file.FieldValue.Nothing;
import io.petrel.replay.ruletest.file.FieldValue.Text;
import io.petrel.replay.ruletest.file.FieldValue.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of an alert record that a test can expect, named as in {@code schemas/alert.avsc}.
 *
 * @param key its name in test files
 */
public record AlertField(String key, FieldReader reader, Function<Alert, FieldValue> value) {
  /** All of them, in the order in which they are shown. */
  private static final List<AlertField> ALL =
      Stream.of(
              "at",
              "msg_type",
              "reason",
              "severity",
              "urgency",
              "certainty",
              "category",
              "response_type",
              "event",
              "headline",
              "description",
              "instruction",
              "area_desc",
              "note",
              "stations",
              "onset",
              "expires",
              "provisional_until",
              "sequence",
              "suppressed",
              "matches",
              "peak")
          .map(AlertField::named)
          .toList();

  /** All of them by name, in this order. */
  static final Map<String, FieldReader> READERS = readers();

  /** Fields in which an unexpected record is shown. */
  public static final List<String> SUMMARY =
      List.of("at", "msg_type", "reason", "severity", "headline");

  /**
   * All fields of a record.
   *
   * @param plain removes the test's prefix from station ids in a text
   */
  public static Map<String, FieldValue> of(Alert alert, UnaryOperator<String> plain) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (AlertField field : ALL) {
      FieldValue value = field.value.apply(alert);
      if (value instanceof Text text) {
        value = new Text(plain.apply(text.text()));
      } else if (value instanceof Names names) {
        value = new Names(names.names().stream().map(plain).toList());
      }
      fields.put(field.key, value);
    }
    return fields;
  }

  private static AlertField named(String key) {
    return switch (key) {
      case "at" -> of(key, RecordShape.ALERT.part("sent"));
      case "area_desc" ->
          new AlertField(key, FieldReader.TEXT, alert -> new Text(alert.areaDesc()));
      case "stations" ->
          new AlertField(
              key,
              FieldReader.NAMES,
              alert -> new Names(alert.places().stream().map(AlertPlace::stationId).toList()));
      default -> of(key, RecordShape.ALERT.part(key));
    };
  }

  private static AlertField of(String key, Part part) {
    FieldReader reader =
        switch (part.kind()) {
          case TIME -> FieldReader.TIME;
          case ENUM -> FieldReader.word(part.constants());
          case TEXT -> FieldReader.TEXT;
          case INT, LONG, NUMBER -> FieldReader.NUMBER;
          case FLAG, UNIT, TEXTS, RECORD, RECORDS, OBSERVATIONS ->
              throw new IllegalArgumentException(key + " is not a single value");
        };
    return new AlertField(key, reader, alert -> value(part, part.of(alert)));
  }

  private static FieldValue value(Part part, @Nullable Object value) {
    if (value == null) {
      return new Nothing();
    }
    return switch (part.kind()) {
      case TIME -> new At((long) value);
      case ENUM -> Word.of((Enum<?>) value);
      case TEXT -> new Text((String) value);
      case INT, LONG, NUMBER -> Amount.of(((Number) value).doubleValue());
      case FLAG, UNIT, TEXTS, RECORD, RECORDS, OBSERVATIONS ->
          throw new IllegalArgumentException(part.name() + " is not a single value");
    };
  }

  private static Map<String, FieldReader> readers() {
    Map<String, FieldReader> readers = new LinkedHashMap<>();
    for (AlertField field : ALL) {
      readers.put(field.key, field.reader);
    }
    return readers;
  }
}
