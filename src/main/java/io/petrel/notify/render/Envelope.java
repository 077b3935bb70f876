package io.petrel.notify.render;

import io.petrel.display.ReaderPreferences;
import io.petrel.display.SafeText;
import io.petrel.text.Durations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, ids and times of a mail.
 *
 * @param recipient bare or named address
 * @param subscription name under which the recipient subscribed
 * @param condition which alerts the subscription asks for, as written; empty = all
 * @param messageId with angle brackets
 * @param references Message-IDs of the same thread, oldest first; the last is answered
 * @param dateMillis wall clock of the sending, milliseconds since 1970 UTC
 * @param dueMillis wall clock at which it was due when it is late; null = it is not late
 */
public record Envelope(
    String recipient,
    String subscription,
    String condition,
    ReaderPreferences reader,
    SenderIdentity sender,
    String messageId,
    List<String> references,
    long dateMillis,
    @Nullable Long dueMillis) {
  public Envelope {
    references = List.copyOf(references);
  }

  /** The first line of a late mail; null when it is on time. */
  @Nullable String lateNote() {
    return dueMillis == null
        ? null
        : "This mail is late by %s: it was ready at %s, and the mail server did not take it until now."
            .formatted(Durations.words(dateMillis - dueMillis), reader.time(dueMillis, dateMillis));
  }

  /** {@code mailto:} address and subject with which the reader stops the mails (RFC 6068). */
  public String unsubscribeLink() {
    return Footer.mailto(sender.unsubscribe(), unsubscribeSubject());
  }

  /** The subject to write to {@link SenderIdentity#unsubscribe()}. */
  String unsubscribeSubject() {
    return "unsubscribe " + SafeText.line(subscription, 80);
  }
}
