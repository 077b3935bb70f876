package io.petrel.notify.subscription;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;

/**
 * A checked address of a person.
 *
 * @param text as written, {@code Ann <ann@example.org>}
 * @param bare {@code ann@example.org}, as the mail server gets it
 */
public record MailAddress(String text, String bare) {

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none, with the reason in words
   */
  public static MailAddress parse(String text) {
    String stripped = text.strip();
    if (stripped.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("it has a line break or another control character");
    }
    try {
      InternetAddress[] addresses = InternetAddress.parse(stripped, true);
      if (addresses.length != 1 || addresses[0].isGroup()) {
        throw new IllegalArgumentException("one address is allowed here");
      }
      String bare = addresses[0].getAddress();
      addresses[0].validate();
      int at = bare.lastIndexOf('@');
      if (at < 1 || at == bare.length() - 1) {
        throw new IllegalArgumentException("it needs a name, an @ and a domain");
      }
      return new MailAddress(stripped, bare);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The same for every spelling that mail servers treat as one mailbox. */
  public String key() {
    return bare.toLowerCase(Locale.ROOT);
  }

  /** For logs: {@code a***@example.org}. */
  public static String masked(String bare) {
    int at = bare.lastIndexOf('@');
    return at < 1 ? "***" : bare.substring(0, 1) + "***" + bare.substring(at);
  }
}
