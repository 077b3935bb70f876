package io.petrel.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Locale;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Turns exceptions of the mail library into results. */
final class Replies {
  private static final int LONGEST = 500;

  /** Service not available, closing the channel. */
  private static final int CLOSING = 421;

  /** TLS or a login is needed first (RFC 3207, RFC 4954): about the settings, not the mail. */
  private static final int NOT_LIKE_THIS = 530;

  private Replies() {}

  /** What a failure over a connection that was good means. */
  static SendResult of(MessagingException failure) {
    int code = code(failure);
    if (code == NOT_LIKE_THIS && !isAboutARecipient(failure)) {
      return new SendResult.NoServer(words(failure));
    }
    if (code < 400 || code == CLOSING) {
      return new SendResult.Broken(words(failure));
    }
    return code < 500
        ? new SendResult.TryLater(words(failure))
        : new SendResult.Refused(code, words(failure));
  }

  /** The SMTP reply code of the failure or of one that it wraps; -1 = there was no reply. */
  private static int code(@Nullable Exception failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      int code = -1;
      if (e instanceof SMTPAddressFailedException address) {
        code = address.getReturnCode();
      } else if (e instanceof SMTPSenderFailedException sender) {
        code = sender.getReturnCode();
      } else if (e instanceof SMTPSendFailedException send) {
        code = send.getReturnCode();
      }
      int nested = e instanceof SendFailedException ? code(m.getNextException()) : -1;
      // The nested one is about the recipient, so it is more specific.
      if (nested >= 400 || code >= 400) {
        return nested >= 400 ? nested : code;
      }
    }
    return -1;
  }

  private static boolean isAboutARecipient(MessagingException failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (e instanceof SMTPAddressFailedException) {
        return true;
      }
    }
    return false;
  }

  /** The message of the server or the network, in one line. */
  static String words(MessagingException failure) {
    Exception last = failure;
    StringBuilder all = new StringBuilder();
    for (int depth = 0; depth < 5; depth++) {
      String message = last.getMessage();
      if (message != null && all.indexOf(message.strip()) < 0) {
        all.append(all.isEmpty() ? "" : "; ").append(message.strip());
      }
      Exception next =
          last instanceof MessagingException m && m.getNextException() != null
              ? m.getNextException()
              : last.getCause() instanceof Exception cause ? cause : null;
      if (next == null || next == last) {
        break;
      }
      last = next;
    }
    String line = all.toString().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      line = failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
