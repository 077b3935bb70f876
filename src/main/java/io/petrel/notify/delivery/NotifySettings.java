package io.petrel.notify.delivery;

import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SenderIdentity;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.wire.cap.CapXml;
import java.io.Serializable;
import java.time.Duration;

/**
 * The notification stage.
 *
 * @param checkpointPatience a mail leaves when a checkpoint holds the decision to send it, so that
 *     a crash can only repeat it with the same Message-ID; when no checkpoint completes for so
 *     long, it leaves all the same
 * @param capRadiusKm of the circles in the CAP file of a mail
 */
public record NotifySettings(
    SmtpSettings smtp,
    SenderIdentity sender,
    DeliveryTerms terms,
    Duration checkpointPatience,
    int capRadiusKm)
    implements Serializable {

  public NotifySettings {
    requireAddress("from", sender.from());
    requireAddress("unsubscribe", sender.unsubscribe());
    if (sender.replyTo() != null) {
      requireAddress("reply-to", sender.replyTo());
    }
  }

  /** The usual terms. */
  public static NotifySettings of(SmtpSettings smtp, SenderIdentity sender) {
    return new NotifySettings(
        smtp, sender, DeliveryTerms.DEFAULT, Duration.ofSeconds(30), CapXml.DEFAULT_RADIUS_KM);
  }

  public NotifySettings withTerms(DeliveryTerms newTerms) {
    return new NotifySettings(smtp, sender, newTerms, checkpointPatience, capRadiusKm);
  }

  /** Right side of Message-IDs: the sender's domain. */
  String domain() {
    String bare = MailAddress.parse(sender.from()).bare();
    return bare.substring(bare.lastIndexOf('@') + 1);
  }

  private static void requireAddress(String key, String text) {
    try {
      var unused = MailAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s '%s' is not a mail address: %s".formatted(key, text, e.getMessage()), e);
    }
  }
}
