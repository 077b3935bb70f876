package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the envelope of a decided mail from its reader's present subscription. */
final class Envelopes {
  private Envelopes() {}

  /** The subscription of a mail; an end is sent even to a recipient who has unsubscribed. */
  static Optional<Subscription> subscription(
      String recipient, Mail mail, List<Alert> alerts, Subscriptions all) {
    Optional<Subscription> current =
        all.find(mail.subscription(), recipient).or(() -> all.findAny(recipient));
    return current.isEmpty() && alerts.stream().anyMatch(Alert::isEnd)
        ? Optional.of(Subscription.ofUnsubscribed(mail.subscription(), recipient))
        : current;
  }

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
