package io.petrel.notify;

import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.subscription.MailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of mails, without addresses in clear. */
final class DeliveryLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

  private DeliveryLog() {}

  static void noServer(SmtpSettings smtp, ServerPause pause, String reason, String recipient) {
    LOG.warn(
        "The mail server {}:{} cannot be used, failure {}; next try at {}: {}",
        smtp.host(),
        smtp.port(),
        pause.failures(),
        pause.until(),
        masked(reason, recipient));
  }

  static void putOff(Mail mail, String reply, String recipient) {
    LOG.info(
        "Mail {} to {} was put off: {}",
        mail.messageId(),
        MailAddress.masked(recipient),
        masked(reply, recipient));
  }

  static void undeliverable(Mail mail, String reply, String recipient) {
    LOG.warn(
        "Mail {} to {} is undeliverable: {}",
        mail.messageId(),
        MailAddress.masked(recipient),
        masked(reply, recipient));
  }

  /** Servers like to repeat the address. */
  static String masked(String reply, String recipient) {
    return Pattern.compile(Pattern.quote(recipient), Pattern.CASE_INSENSITIVE)
        .matcher(reply)
        .replaceAll(Matcher.quoteReplacement(MailAddress.masked(recipient)));
  }
}
