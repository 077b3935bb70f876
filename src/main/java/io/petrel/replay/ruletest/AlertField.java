package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.replay.ruletest.FieldValue.Amount;
import io.petrel.replay.ruletest.FieldValue.At;
import io.petrel.replay.ruletest.FieldValue.Names;
import io.petrel.replay.ruletest.FieldValue.Nothing;
import io.petrel.replay.ruletest.FieldValue.Text;
import io.petrel.replay.ruletest.FieldValue.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A field of an alert record that a test can expect, named as in {@code schemas/alert.avsc}.
 *
 * @param key its name in test files
 */
record AlertField(String key, FieldReader reader, Function<Alert, FieldValue> value) {
  /** All of them, in the order in which they are shown. */
  private static final List<AlertField> ALL =
      List.of(
          new AlertField("at", FieldReader.TIME, alert -> new At(alert.sentMillis())),
          new AlertField(
              "msg_type", FieldReader.word(MsgType.class), alert -> Word.of(alert.msgType())),
          new AlertField(
              "reason", FieldReader.word(Reason.class), alert -> Word.of(alert.reason())),
          new AlertField(
              "severity",
              FieldReader.word(Severity.class),
              alert -> Word.of(alert.message().severity())),
          new AlertField(
              "urgency",
              FieldReader.word(Urgency.class),
              alert -> Word.of(alert.message().urgency())),
          new AlertField(
              "certainty",
              FieldReader.word(Certainty.class),
              alert -> Word.of(alert.message().certainty())),
          new AlertField(
              "category",
              FieldReader.word(Category.class),
              alert -> Word.of(alert.message().category())),
          new AlertField(
              "response_type",
              FieldReader.word(ResponseType.class),
              alert -> Word.of(alert.responseType())),
          new AlertField("event", FieldReader.TEXT, alert -> new Text(alert.message().event())),
          new AlertField(
              "headline", FieldReader.TEXT, alert -> new Text(alert.message().headline())),
          new AlertField(
              "description", FieldReader.TEXT, alert -> new Text(alert.message().description())),
          new AlertField(
              "instruction",
              FieldReader.TEXT,
              alert -> textOrNothing(alert.message().instruction())),
          new AlertField("area_desc", FieldReader.TEXT, alert -> new Text(alert.areaDesc())),
          new AlertField("note", FieldReader.TEXT, alert -> textOrNothing(alert.note())),
          new AlertField(
              "stations",
              FieldReader.NAMES,
              alert -> new Names(alert.places().stream().map(AlertPlace::stationId).toList())),
          new AlertField("onset", FieldReader.TIME, alert -> new At(alert.onsetMillis())),
          new AlertField("expires", FieldReader.TIME, alert -> new At(alert.expiresMillis())),
          new AlertField("sequence", FieldReader.NUMBER, alert -> Amount.of(alert.sequence())),
          new AlertField(
              "suppressed", FieldReader.NUMBER, alert -> Amount.of((double) alert.suppressed())),
          new AlertField(
              "matches", FieldReader.NUMBER, alert -> Amount.of((double) alert.matches())),
          new AlertField(
              "peak",
              FieldReader.NUMBER,
              alert -> Double.isNaN(alert.peak()) ? new Nothing() : Amount.of(alert.peak())));

  /** All of them by name, in this order. */
  static final Map<String, FieldReader> READERS = readers();

  /** Fields in which an unexpected record is shown. */
  static final List<String> SUMMARY = List.of("at", "msg_type", "reason", "severity", "headline");

  /**
   * All fields of a record.
   *
   * @param plain turns texts of the run into those of the test
   */
  static Map<String, FieldValue> of(Alert alert, UnaryOperator<String> plain) {
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

  private static FieldValue textOrNothing(@Nullable String text) {
    return text == null ? new Nothing() : new Text(text);
  }

  private static Map<String, FieldReader> readers() {
    Map<String, FieldReader> readers = new LinkedHashMap<>();
    for (AlertField field : ALL) {
      readers.put(field.key, field.reader);
    }
    return readers;
  }
}
