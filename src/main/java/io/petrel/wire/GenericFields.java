package io.petrel.wire;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Values of a generic Avro record in Java's types. */
final class GenericFields {
  private GenericFields() {}

  static String text(GenericRecord record, String field) {
    return record.get(field).toString();
  }

  static @Nullable String nullableText(GenericRecord record, String field) {
    Object value = record.get(field);
    return value == null ? null : value.toString();
  }

  /** NaN for null. */
  static double number(GenericRecord record, String field) {
    Object value = record.get(field);
    return value == null ? Double.NaN : (double) value;
  }

  /** Null for NaN. */
  static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }

  static Map<String, String> texts(GenericRecord record, String field) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) record.get(field))
        .forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }
}
