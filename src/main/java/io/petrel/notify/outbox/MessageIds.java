package io.petrel.notify.outbox;

import io.petrel.state.Sha256;
import java.util.Collection;
import java.util.Locale;

/**
 * Message-IDs derived from records and recipient: a mail that is sent again after a crash has the
 * same one, and mail systems show it once. They do not reveal the address.
 */
final class MessageIds {
  private MessageIds() {}

  /** Of a mail about one record of an incident. */
  static String of(String incident, int sequence, String recipient, String domain) {
    return String.format(
        Locale.ROOT,
        "<%s.%d@%s>",
        hash(incident + "\n" + sequence + "\n" + recipient),
        sequence,
        domain);
  }

  /** Of a digest, from the records in it: {@code incident\nsequence} each. */
  static String ofDigest(Collection<String> records, String recipient, String domain) {
    return "<%s.d@%s>".formatted(hash(String.join("\n", records) + "\n" + recipient), domain);
  }

  private static String hash(String text) {
    return Sha256.hex(text, 16);
  }
}
