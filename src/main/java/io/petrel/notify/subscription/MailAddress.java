package io.petrel.notify.subscription;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checked address of a person.
 *
 * @param text as written, {@code Ann <ann@example.org>}
 * @param bare {@code ann@example.org}, as the mail server gets it
 */
public record MailAddress(String text, String bare) {
  // RFC 5321, 4.5.3.1.
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST = 254;

  /** Matches all that could be an address, in a server's reply or a faulty file. */
  private static final Pattern LOOKS_LIKE_ONE =
      Pattern.compile("(?:\"[^\"\\n]*\"|[^\\s<>()\\[\\]{},;:\"'=]+)@[^\\s<>()\\[\\]{};:\"']+");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is not valid, with the reason in words
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
      String written = addresses[0].getAddress();
      addresses[0].validate();
      int at = written.lastIndexOf('@');
      if (at < 1 || at == written.length() - 1) {
        throw new IllegalArgumentException("it needs a name, an @ and a domain");
      }
      String bare = ascii(written.substring(0, at), written.substring(at + 1));
      if (bare.equals(written)) {
        return new MailAddress(stripped, bare);
      }
      addresses[0].setAddress(bare);
      return new MailAddress(addresses[0].toUnicodeString(), bare);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The form that every mail server accepts: a domain in other letters has a spelling in ASCII, a
   * name does not.
   */
  private static String ascii(String local, String domain) {
    if (!local.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("before the @ only ASCII letters and signs are allowed");
    }
    boolean literal = domain.startsWith("[");
    String bare = local + "@" + (literal ? domain : IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES));
    if (local.length() > LONGEST_LOCAL || bare.length() > LONGEST) {
      throw new IllegalArgumentException(
          "it is too long: at most %d characters before the @ and %d in all are allowed"
              .formatted(LONGEST_LOCAL, LONGEST));
    }
    return bare;
  }

  /** The same for every spelling that mail servers treat as one mailbox. */
  public String key() {
    return bare.toLowerCase(Locale.ROOT);
  }

  /** For logs: the text with every address in it masked. */
  public static String maskedIn(String text) {
    return LOOKS_LIKE_ONE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(masked(found.group())));
  }

  /** For logs: {@code a***@example.org}. */
  public static String masked(String bare) {
    int at = bare.lastIndexOf('@');
    return at < 1 ? "***" : bare.substring(0, 1) + "***" + bare.substring(at);
  }
}
