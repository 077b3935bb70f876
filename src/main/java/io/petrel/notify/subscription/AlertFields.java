package io.petrel.notify.subscription;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.CapCode;
import io.petrel.alert.Category;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.RecordShape;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a condition of a subscription can name of an alert, named as in {@code schemas/alert.avsc}.
 *
 * <p>Fields of a closed set have the index of their value in that set, so that {@code severity >=
 * "severe"} compares severities and not letters. The words of a set are the CAP codes in lower
 * case.
 */
final class AlertFields {
  private static final String REGION = "region";

  /** Closed sets, least first where they have an order. */
  private static final Map<String, List<String>> SETS = new TreeMap<>();

  static {
    SETS.put("severity", reversed(CapCode.codes(Severity.class)));
    SETS.put("urgency", List.of("unknown", "past", "future", "expected", "immediate"));
    SETS.put("certainty", List.of("unknown", "unlikely", "possible", "likely", "observed"));
    SETS.put("category", CapCode.codes(Category.class));
    SETS.put("msg_type", CapCode.codes(MsgType.class));
    SETS.put("response_type", CapCode.codes(ResponseType.class));
    SETS.put("status", CapCode.codes(Status.class));
    SETS.put("reason", Arrays.stream(Reason.values()).map(AlertFields::word).toList());
  }

  /** The sets whose values can be compared with {@code <} and the like. */
  static final List<String> ORDERED = List.of("certainty", "severity", "urgency");

  static final List<String> TEXTS = List.of("event", "headline", "incident_id", REGION, "rule");
  static final List<String> LISTS = List.of("regions", "stations");
  static final String LABELS = "labels";

  private AlertFields() {}

  static List<String> names() {
    return Stream.of(SETS.keySet(), TEXTS, LISTS, List.of(LABELS))
        .flatMap(java.util.Collection::stream)
        .sorted()
        .toList();
  }

  static Map<String, List<String>> sets() {
    return SETS;
  }

  /** How bad: 0 unknown to 4 extreme. */
  static int rank(Severity severity) {
    return words("severity").indexOf(word(severity));
  }

  /** The values of an alert by name. */
  static Map<String, Object> of(Alert alert) {
    Map<String, Object> values = new LinkedHashMap<>();
    SETS.forEach((name, words) -> values.put(name, (long) words.indexOf(word(of(alert, name)))));
    TEXTS.stream()
        .filter(name -> !name.equals(REGION))
        .forEach(name -> values.put(name, of(alert, name)));
    List<String> regions =
        alert.places().stream()
            .map(AlertPlace::region)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    values.put(
        REGION, alert.incidentBy().getOrDefault(REGION, regions.isEmpty() ? "" : regions.get(0)));
    values.put("regions", regions);
    values.put("stations", alert.places().stream().map(AlertPlace::stationId).toList());
    values.put(LABELS, alert.message().labels());
    return values;
  }

  /** A value of {@link #of} in the words in which a condition names it. */
  static String words(String name, Object value) {
    List<String> set = SETS.get(name);
    if (set != null) {
      return set.get(Math.toIntExact((Long) value));
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? "none" : new TreeMap<>(map).toString();
    }
    return value instanceof List<?> list ? list.toString() : "\"%s\"".formatted(value);
  }

  private static Object of(Alert alert, String field) {
    return Objects.requireNonNull(RecordShape.ALERT.part(field).of(alert), field);
  }

  private static List<String> words(String set) {
    return Objects.requireNonNull(SETS.get(set), set);
  }

  private static String word(Object constant) {
    return RecordShape.symbol((Enum<?>) constant).toLowerCase(Locale.ROOT);
  }

  private static List<String> reversed(List<String> list) {
    List<String> reversed = new java.util.ArrayList<>(list);
    java.util.Collections.reverse(reversed);
    return List.copyOf(reversed);
  }
}
