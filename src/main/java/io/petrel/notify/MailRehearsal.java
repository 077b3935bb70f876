package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.outbox.Accepted;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.outbox.OutboxState;
import io.petrel.notify.render.Digest;
import io.petrel.notify.render.MailRenderer;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which mails alerts would make: the policy of the stage with a clock of its own, each record at
 * its event time, and a server that takes every mail at once. Sends nothing. Not thread-safe.
 */
public final class MailRehearsal {
  private static final String DOMAIN = "rehearsal.invalid";

  private final Subscriptions subscriptions;
  private final Map<String, Recipient> recipients = new HashMap<>();
  private final Map<String, Set<String>> addressed = new HashMap<>();
  private final List<RehearsedMail> mails = new ArrayList<>();

  private MailRehearsal(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * The mails by time, then by address.
   *
   * @param alerts in the order of their time
   * @param endMillis when the clock stops; what is held until later is not sent
   */
  public static List<RehearsedMail> of(
      List<Alert> alerts, Subscriptions subscriptions, long endMillis) {
    MailRehearsal rehearsal = new MailRehearsal(subscriptions);
    for (Alert alert : alerts) {
      rehearsal.runTo(alert.sentMillis());
      rehearsal.arrive(alert);
    }
    rehearsal.runTo(endMillis);
    rehearsal.mails.sort(
        Comparator.comparingLong(RehearsedMail::atMillis).thenComparing(RehearsedMail::to));
    return List.copyOf(rehearsal.mails);
  }

  private void arrive(Alert alert) {
    Set<String> earlier = addressed.computeIfAbsent(alert.incidentId(), id -> new HashSet<>());
    for (Addressed each : Addressees.of(alert, subscriptions, earlier)) {
      recipients
          .computeIfAbsent(each.recipient(), Recipient::new)
          .arrive(each, Instant.ofEpochMilli(alert.sentMillis()));
      if (each.wantedBy() != null) {
        earlier.add(each.recipient());
      }
    }
  }

  /** Lets everything happen that is due, in the order of time. */
  private void runTo(long endMillis) {
    while (true) {
      Optional<Recipient> next =
          recipients.values().stream().min(Comparator.comparingLong(r -> r.outbox.nextMillis()));
      if (next.isEmpty() || next.get().outbox.nextMillis() > endMillis) {
        return;
      }
      next.get().serve(Instant.ofEpochMilli(next.get().outbox.nextMillis()));
    }
  }

  private final class Recipient {
    private final String key;
    private final Outbox outbox;
    private final Map<Long, Alert> bodies = new HashMap<>();

    private Recipient(String key) {
      this.key = key;
      this.outbox = new Outbox(OutboxState.EMPTY, key, DeliveryTerms.DEFAULT, DOMAIN);
    }

    private void arrive(Addressed addressed, Instant now) {
      Accepted accepted =
          outbox.arrive(addressed.alert(), addressed.wantedBy(), subscriptions, now);
      if (accepted.number().isPresent()) {
        bodies.put(accepted.number().getAsLong(), addressed.alert());
      }
      serve(now);
    }

    private void serve(Instant now) {
      while (outbox.nextMillis() <= now.toEpochMilli()) {
        var unused = outbox.release(subscriptions, now, false);
        for (Optional<Mail> mail = outbox.next(now, number -> true);
            mail.isPresent();
            mail = outbox.next(now, number -> true)) {
          mails.add(sent(mail.get(), now));
          outbox.done(mail.get());
        }
      }
    }

    private RehearsedMail sent(Mail mail, Instant now) {
      List<Alert> alerts = mail.entries().stream().map(bodies::get).toList();
      Subscription subscription = subscriptions.find(mail.subscription(), key).orElseThrow();
      Alert first = alerts.get(0);
      return new RehearsedMail(
          now.toEpochMilli(),
          key,
          subscription.name(),
          mail.digest() ? RehearsedMail.Kind.DIGEST : RehearsedMail.Kind.of(first),
          mail.digest()
              ? MailRenderer.subject(new Digest(mail.causes(), alerts, mail.leftOut()))
              : MailRenderer.subject(first, subscription.reader()),
          alerts);
    }
  }
}
