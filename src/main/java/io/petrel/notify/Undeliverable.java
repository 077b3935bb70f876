package io.petrel.notify;

import java.util.List;

/**
 * A mail that no server will take: a record of {@code petrel.mail.undeliverable}.
 *
 * @param recipient bare address
 * @param incidents that it told about
 * @param digest whether it told several alerts together
 * @param code SMTP reply code; 0 = it was given up after too many tries
 * @param reply the server's words
 * @param attempts with this one
 * @param timeMillis wall clock, milliseconds since 1970 UTC
 */
public record Undeliverable(
    String recipient,
    String subscription,
    String messageId,
    List<String> incidents,
    boolean digest,
    int code,
    String reply,
    int attempts,
    long timeMillis) {
  public Undeliverable {
    incidents = List.copyOf(incidents);
  }
}
