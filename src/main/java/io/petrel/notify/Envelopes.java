package io.petrel.notify;

import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.Subscription;
import java.time.Instant;

/** Addresses a decided mail to its reader as the reader's subscription is now. */
final class Envelopes {
  private Envelopes() {}

  static Envelope of(
      String recipient,
      Mail mail,
      Subscription subscription,
      NotifySettings settings,
      Instant now) {
    String address =
        subscription.addresses().stream()
            .filter(a -> a.key().equals(recipient))
            .findFirst()
            .map(MailAddress::text)
            .orElse(recipient);
    boolean late = now.toEpochMilli() - mail.dueMillis() > settings.terms().staleAfter().toMillis();
    return new Envelope(
        address,
        subscription.name(),
        subscription.when().text(),
        subscription.reader(),
        settings.sender(),
        mail.messageId(),
        mail.references(),
        now.toEpochMilli(),
        late ? mail.dueMillis() : null);
  }
}
