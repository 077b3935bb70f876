package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.delivery.Addressed;
import io.petrel.notify.delivery.Addressees;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.outbox.EnqueueResult;
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
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Which mails alerts would cause: runs the policy of the stage with a clock of its own, each record
 * at its event time, and a server that accepts every mail at once. Sends nothing. Not thread-safe.
 */
public final class MailRehearsal {
  private static final String DOMAIN = "rehearsal.invalid";

  private final Subscriptions subscriptions;
  private final DeliveryTerms terms;
  private final Map<String, Recipient> recipients = new HashMap<>();
  private final Map<String, Set<String>> addressed = new HashMap<>();
  private final Consumer<RehearsedMail> use;

  private MailRehearsal(
      Subscriptions subscriptions, DeliveryTerms terms, Consumer<RehearsedMail> use) {
    this.subscriptions = subscriptions;
    this.terms = terms;
    this.use = use;
  }

  /**
   * The mails by time, then by address.
   *
   * @param alerts in the order of their time
   * @param endMillis when the clock stops; mails held until later are not sent
   */
  public static List<RehearsedMail> of(
      List<Alert> alerts, Subscriptions subscriptions, DeliveryTerms terms, long endMillis) {
    return of(alerts, Alert::sentMillis, subscriptions, terms, endMillis);
  }

  /**
   * The same for alerts that come at other times than their own.
   *
   * @param alerts in the order in which they come
   * @param comes when one comes
   */
  public static List<RehearsedMail> of(
      List<Alert> alerts,
      ToLongFunction<Alert> comes,
      Subscriptions subscriptions,
      DeliveryTerms terms,
      long endMillis) {
    List<RehearsedMail> mails = new ArrayList<>();
    run(alerts::forEach, comes, subscriptions, terms, endMillis, mails::add);
    mails.sort(RehearsedMail.ORDER);
    return List.copyOf(mails);
  }

  /**
   * Passes on the mails by time. Memory holds only the alerts that wait for a mail.
   *
   * @param alerts gives them in the order of their time
   * @param endMillis when the clock stops; mails held until later are not sent
   */
  public static void run(
      Consumer<Consumer<Alert>> alerts,
      Subscriptions subscriptions,
      DeliveryTerms terms,
      long endMillis,
      Consumer<RehearsedMail> use) {
    run(alerts, Alert::sentMillis, subscriptions, terms, endMillis, use);
  }

  private static void run(
      Consumer<Consumer<Alert>> alerts,
      ToLongFunction<Alert> comes,
      Subscriptions subscriptions,
      DeliveryTerms terms,
      long endMillis,
      Consumer<RehearsedMail> use) {
    MailRehearsal rehearsal = new MailRehearsal(subscriptions, terms, use);
    alerts.accept(
        alert -> {
          long now = comes.applyAsLong(alert);
          rehearsal.runTo(now);
          rehearsal.arrive(alert, Instant.ofEpochMilli(now));
        });
    rehearsal.runTo(endMillis);
  }

  private void arrive(Alert alert, Instant now) {
    Set<String> earlier = addressed.computeIfAbsent(alert.incidentId(), id -> new HashSet<>());
    for (Addressed each : Addressees.of(alert, subscriptions, earlier)) {
      recipients.computeIfAbsent(each.recipient(), Recipient::new).arrive(each, now);
      if (each.wantedBy() != null) {
        earlier.add(each.recipient());
      }
    }
  }

  /** Processes all that is due, in the order of time. */
  private void runTo(long endMillis) {
    while (true) {
      Optional<Recipient> next =
          recipients.values().stream().min(Comparator.comparingLong(r -> r.nextMillis()));
      if (next.isEmpty() || next.get().nextMillis() > endMillis) {
        return;
      }
      next.get().serve(Instant.ofEpochMilli(next.get().nextMillis()));
    }
  }

  private final class Recipient {
    private final String key;
    private final Map<Long, Alert> bodies = new HashMap<>();
    private Outbox outbox;

    private Recipient(String key) {
      this.key = key;
      this.outbox = outbox(OutboxState.EMPTY);
    }

    /** Here the server takes all at once, so no mail stands in the way, whatever the time is. */
    private long nextMillis() {
      return outbox.nextMillis(Instant.EPOCH);
    }

    private Outbox outbox(OutboxState state) {
      return new Outbox(state, key, terms, DOMAIN);
    }

    private void arrive(Addressed addressed, Instant now) {
      EnqueueResult accepted =
          outbox.arrive(addressed.alert(), addressed.wantedBy(), subscriptions, now, mail -> true);
      if (accepted.number().isPresent()) {
        bodies.put(accepted.number().getAsLong(), addressed.alert());
      }
      serve(now);
    }

    private void serve(Instant now) {
      while (nextMillis() <= now.toEpochMilli()) {
        var unused = outbox.release(subscriptions, now, false);
        for (Optional<Mail> mail = outbox.next(now, number -> true);
            mail.isPresent();
            mail = outbox.next(now, number -> true)) {
          use.accept(sent(mail.get(), now));
          outbox.done(mail.get());
        }
      }
      outbox.dropped().forEach(bodies::remove);
      outbox = outbox(outbox.state());
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
