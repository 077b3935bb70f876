package io.petrel.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * A mail that has been written to the folder.
 *
 * @param file the message as received, RFC 5322
 * @param subject decoded; empty when the mail has none
 * @param recipients of the envelope (RCPT TO), as given
 */
public record StoredMail(Path file, String subject, List<String> recipients) {
  public StoredMail {
    recipients = List.copyOf(recipients);
  }
}
