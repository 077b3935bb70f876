package io.petrel.notify.delivery;

import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.subscription.MailAddress;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the recipient's outbox, server back-off, metrics, log and outputs after an attempt to
 * send a mail. Not thread-safe.
 */
final class DeliveryOutcomeHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryOutcomeHandler.class);

  private final NotifySettings settings;
  private final ServerPause pause;
  private final CheckpointGate confirmations;
  private final DeliveryMetrics counts;
  private final Consumer<SentMail> sent;
  private final Consumer<Undeliverable> undeliverable;

  DeliveryOutcomeHandler(
      NotifySettings settings,
      ServerPause pause,
      CheckpointGate confirmations,
      DeliveryMetrics counts,
      Consumer<SentMail> sent,
      Consumer<Undeliverable> undeliverable) {
    this.settings = settings;
    this.pause = pause;
    this.confirmations = confirmations;
    this.counts = counts;
    this.sent = sent;
    this.undeliverable = undeliverable;
  }

  void settle(String recipient, Mail mail, Outbox outbox, SendResult result, Instant now) {
    if (result instanceof SendResult.NoServer noServer) {
      pause.failed(now);
      counts.failed.inc();
      counts.retried.inc();
      DeliveryLog.noServer(settings.smtp(), pause, noServer.reason());
      return;
    }
    if (result instanceof SendResult.Unwritable unwritable) {
      counts.failed.inc();
      outbox.done(mail);
      giveUp(recipient, mail, 0, unwritable.error(), now);
      return;
    }
    pause.succeeded();
    if (result instanceof SendResult.Sent) {
      counts.sent.inc();
      done(recipient, mail, outbox);
      sent.accept(
          new SentMail(
              mail.messageId(), mail.subscription(), mail.incidents(), now.toEpochMilli()));
      LOG.debug("Mail {} sent to {}", mail.messageId(), recipient);
    } else if (result instanceof SendResult.TryLater later) {
      counts.failed.inc();
      if (outbox.failed(mail, now)) {
        counts.retried.inc();
        DeliveryLog.deferred(mail, later.reply(), recipient);
      } else {
        giveUp(recipient, mail, 0, later.reply(), now);
      }
    } else if (result instanceof SendResult.Refused refused) {
      counts.failed.inc();
      outbox.done(mail);
      giveUp(recipient, mail, refused.code(), refused.reply(), now);
    }
  }

  /** The mail is finished. */
  void done(String recipient, Mail mail, Outbox outbox) {
    outbox.done(mail);
    confirmations.done(recipient, mail.number());
  }

  private void giveUp(String recipient, Mail mail, int code, String reply, Instant now) {
    counts.undeliverable.inc();
    confirmations.done(recipient, mail.number());
    DeliveryLog.undeliverable(mail, reply, recipient);
    undeliverable.accept(
        new Undeliverable(
            recipient,
            mail.subscription(),
            mail.messageId(),
            mail.incidents(),
            mail.digest(),
            code,
            reply,
            mail.attempts() + 1,
            now.toEpochMilli()));
  }

  /** Logs the results of mails with masked addresses, which servers often repeat. */
  private static final class DeliveryLog {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

    private DeliveryLog() {}

    static void noServer(SmtpSettings smtp, ServerPause pause, String reason) {
      LOG.warn(
          "Cannot use the mail server {}:{}, failure {}; next try at {}: {}",
          smtp.host(),
          smtp.port(),
          pause.failures(),
          pause.until(),
          MailAddress.maskedIn(reason));
    }

    static void deferred(Mail mail, String reply, String recipient) {
      LOG.info(
          "Mail {} to {} was deferred: {}",
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
}
