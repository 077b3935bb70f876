package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.subscription.MailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the consequences of what became of a mail: for its recipient's outbox, the server's rest,
 * the metrics, the log and those downstream. Not thread-safe.
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
      // The mail is not to blame; when it has waited too long, giveUpOld says so.
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
    if (result instanceof SendResult.Broken broken) {
      pause.brokeAt(recipient);
      retry(recipient, mail, outbox, broken.reply(), true, now);
      return;
    }
    pause.answered();
    if (result instanceof SendResult.Sent) {
      counts.sent.inc();
      done(recipient, mail, outbox);
      sent.accept(
          new SentMail(
              mail.messageId(), mail.subscription(), mail.incidents(), now.toEpochMilli()));
      LOG.debug("Mail {} sent to {}", mail.messageId(), recipient);
    } else if (result instanceof SendResult.TryLater later) {
      retry(recipient, mail, outbox, later.reply(), false, now);
    } else if (result instanceof SendResult.Refused refused) {
      counts.failed.inc();
      outbox.done(mail);
      giveUp(recipient, mail, refused.code(), refused.reply(), now);
    }
  }

  private void retry(
      String recipient, Mail mail, Outbox outbox, String reply, boolean broken, Instant now) {
    counts.failed.inc();
    if (outbox.failed(mail, broken, now)) {
      counts.retried.inc();
      DeliveryLog.putOff(mail, reply, recipient);
    } else {
      giveUp(recipient, mail, 0, reply, now);
    }
  }

  /** Gives up what the server, which is away, has not taken for too long. */
  void giveUpOld(String recipient, Outbox outbox, Instant now) {
    for (Mail mail : outbox.expire(now)) {
      giveUp(recipient, mail, 0, "the mail server was away for too long", now);
    }
  }

  /** Gives up alerts of a digest that cannot be rendered; the others go. */
  void giveUpAlerts(String recipient, Mail mail, Map<Alert, String> unwritten, Instant now) {
    unwritten.forEach(
        (alert, error) -> {
          counts.undeliverable.inc();
          undeliverable(recipient, mail, List.of(alert.incidentId()), 0, error, now);
        });
  }

  /** Nothing is left to do for the mail. */
  void done(String recipient, Mail mail, Outbox outbox) {
    outbox.done(mail);
    confirmations.done(recipient, mail.number());
  }

  private void giveUp(String recipient, Mail mail, int code, String reply, Instant now) {
    counts.undeliverable.inc();
    confirmations.done(recipient, mail.number());
    undeliverable(recipient, mail, mail.incidents(), code, reply, now);
  }

  private void undeliverable(
      String recipient, Mail mail, List<String> incidents, int code, String reply, Instant now) {
    DeliveryLog.undeliverable(mail, reply, recipient);
    undeliverable.accept(
        new Undeliverable(
            recipient,
            mail.subscription(),
            mail.messageId(),
            incidents,
            mail.digest(),
            code,
            reply,
            mail.attempts() + 1,
            now.toEpochMilli()));
  }

  /** Tells what became of mails, without addresses in clear; servers like to repeat them. */
  private static final class DeliveryLog {
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
}
