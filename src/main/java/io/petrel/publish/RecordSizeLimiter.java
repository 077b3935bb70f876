package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence.Keep;
import io.petrel.wire.avro.AlertAvro;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts fit a record: a broker refuses what is too large, and the job would restart for ever
 * with the same alert. First what illustrates is cut: the context, then all but the first and last
 * observation of each step, then all of them. Only then places, earlier references and long texts,
 * each time by half. The note says what is missing. Not thread-safe.
 */
final class RecordSizeLimiter {
  /** Shorter texts are never cut: whatever their number is in one alert, they fit. */
  private static final int SHORTEST_TEXT = 200;

  private final AlertAvro avro;
  private final int maxBytes;
  private long cut;

  /**
   * @param maxBytes of an encoded alert, at least 64 KiB
   */
  RecordSizeLimiter(AlertAvro avro, int maxBytes) {
    this.avro = avro;
    this.maxBytes = maxBytes;
  }

  /** The alert's bytes, at most the limit. */
  byte[] encode(Alert alert, String topic) {
    byte[] bytes = avro.encode(alert, topic);
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    cut++;
    for (Keep keep : List.of(Keep.ALL, Keep.ENDS, Keep.NONE)) {
      bytes = avro.encode(illustrated(alert, keep), topic);
      if (bytes.length <= maxBytes) {
        return bytes;
      }
    }
    int items = Math.max(alert.places().size(), alert.references().size());
    int text = longestText(alert);
    do {
      items = Math.max(1, items / 2);
      text = Math.max(SHORTEST_TEXT, text / 2);
      bytes = avro.encode(shortened(alert, items, text), topic);
    } while (bytes.length > maxBytes && (items > 1 || text > SHORTEST_TEXT));
    return bytes;
  }

  /** How many alerts did not fit as they were. */
  long cut() {
    return cut;
  }

  private static Alert illustrated(Alert alert, Keep keep) {
    String missing = keep == Keep.ALL ? "the context" : "the context and observations";
    return alert.trimmed(keep).toBuilder().note(note(alert, missing)).build();
  }

  private static Alert shortened(Alert alert, int items, int text) {
    List<AlertPlace> places = first(alert.places(), items);
    List<AlertReference> references =
        alert
            .references()
            .subList(Math.max(0, alert.references().size() - items), alert.references().size());
    List<String> missing = new ArrayList<>(List.of("the context and evidence"));
    if (places.size() < alert.places().size()) {
      missing.add(
          "%d of %d places".formatted(alert.places().size() - items, alert.places().size()));
    }
    if (references.size() < alert.references().size()) {
      missing.add(
          "%d of %d references"
              .formatted(alert.references().size() - items, alert.references().size()));
    }
    if (text < longestText(alert)) {
      missing.add("the ends of texts");
    }
    Message message = alert.message();
    return alert.toBuilder()
        .references(references)
        .message(
            new Message(
                cut(message.event(), text),
                message.severity(),
                message.urgency(),
                message.certainty(),
                message.category(),
                cut(message.headline(), text),
                cut(message.description(), text),
                message.instruction() == null ? null : cut(message.instruction(), text),
                message.labels()))
        .area(cut(alert.areaDesc(), text), places)
        .evidence(List.of())
        .context(List.of())
        .note(note(alert, String.join(", ", missing)))
        .build();
  }

  private static int longestText(Alert alert) {
    Message message = alert.message();
    int longest = Math.max(alert.areaDesc().length(), message.headline().length());
    longest = Math.max(longest, Math.max(message.event().length(), message.description().length()));
    return message.instruction() == null
        ? longest
        : Math.max(longest, message.instruction().length());
  }

  private static String note(Alert alert, String missing) {
    @Nullable String own = alert.note();
    String said = "Left out to fit publish.max-record-size: %s.".formatted(missing);
    return own == null ? said : cut(own, SHORTEST_TEXT) + " " + said;
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static <T> List<T> first(List<T> list, int count) {
    return list.subList(0, Math.min(count, list.size()));
  }
}
