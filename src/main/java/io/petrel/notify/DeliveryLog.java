package io.petrel.notify;

import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.subscription.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of mails, without addresses in clear; servers like to repeat them. */
final class DeliveryLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

  private DeliveryLog() {}

  static void noServer(SmtpSettings smtp, ServerPause pause, String reason) {
    LOG.warn(
        "The mail server {}:{} cannot be used, failure {}; next try at {}: {}",
        smtp.host(),
        smtp.port(),
        pause.failures(),
        pause.until(),
        MailAddress.maskedIn(reason));
  }

  static void putOff(Mail mail, String reply, String recipient) {
    LOG.info(
        "Mail {} to {} was put off: {}",
        mail.messageId(),
        MailAddress.masked(recipient),
        MailAddress.maskedIn(reply));
  }

  static void undeliverable(Mail mail, String reply, String recipient) {
    LOG.warn(
        "Mail {} to {} is undeliverable: {}",
        mail.messageId(),
        MailAddress.masked(recipient),
        MailAddress.maskedIn(reply));
  }
}
