package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.display.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a mail: why the reader gets it and how to stop it.
 *
 * @param condition of the subscription; null = all alerts
 * @param stopLink {@code mailto:} with address and subject
 * @param id what to name when asking about this mail; null in a digest
 */
record Footer(
    String subscription,
    @Nullable String condition,
    String stopAddress,
    String stopSubject,
    String stopLink,
    String zone,
    @Nullable String id) {

  static Footer of(Alert alert, Envelope envelope) {
    return of(envelope, alert.identifier());
  }

  static Footer of(Envelope envelope, @Nullable String id) {
    String subject = envelope.unsubscribeSubject();
    return new Footer(
        envelope.subscription(),
        envelope.condition().isBlank() ? null : SafeText.line(envelope.condition(), 300),
        envelope.sender().unsubscribe(),
        subject,
        mailto(envelope.sender().unsubscribe(), subject),
        envelope.reader().zoneTitle(),
        id);
  }

  /** RFC 6068: blanks as %20, never a plus sign. */
  static String mailto(String address, String subject) {
    return "mailto:%s?subject=%s".formatted(encode(address).replace("%40", "@"), encode(subject));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
