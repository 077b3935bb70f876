package io.petrel.notify.outbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Message-IDs derived from what is told to whom: a mail that is sent again after a crash has the
 * same one, and mail systems show it once. They tell nothing about the address.
 */
final class MessageIds {
  private MessageIds() {}

  /** Of a mail about one record of an incident. */
  static String of(String incident, int sequence, String recipient, String domain) {
    return "<%s.%d@%s>"
        .formatted(hash(incident + "\n" + sequence + "\n" + recipient), sequence, domain);
  }

  /** Of a digest, from the records in it: {@code incident\nsequence} each. */
  static String ofDigest(Collection<String> records, String recipient, String domain) {
    return "<%s.d@%s>".formatted(hash(String.join("\n", records) + "\n" + recipient), domain);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
