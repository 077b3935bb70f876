package io.petrel.replay.compare;

import io.petrel.alert.Alert;
import io.petrel.notify.MailRehearsal;
import io.petrel.notify.RehearsedMail;
import io.petrel.notify.RehearsedMail.Kind;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A mail that a run's alerts would cause, without its text.
 *
 * @param subscription the one under which it goes
 * @param to key of the address
 * @param about the rule and place of its alert; empty for several alerts
 * @param alerts in it, at least one
 */
public record MailLine(
    long atMillis,
    String subscription,
    String to,
    Kind kind,
    String subject,
    String about,
    int alerts) {
  /** By time, subscription, address and subject. */
  private static final Comparator<MailLine> ORDER =
      Comparator.comparingLong(MailLine::atMillis)
          .thenComparing(MailLine::subscription)
          .thenComparing(MailLine::to)
          .thenComparing(MailLine::subject);

  /**
   * The mails of a run, by time: each alert is sent at its event time, and the server accepts each
   * mail at once.
   *
   * @param records reads all records, by time
   * @param endMillis when the run ends; mails that would wait longer are left out
   */
  public static List<MailLine> of(
      Consumer<Consumer<Alert>> records,
      Subscriptions subscriptions,
      DeliveryTerms terms,
      long endMillis) {
    List<MailLine> mails = new ArrayList<>();
    MailRehearsal.run(records, subscriptions, terms, endMillis, mail -> mails.add(of(mail)));
    mails.sort(ORDER);
    return List.copyOf(mails);
  }

  private static MailLine of(RehearsedMail mail) {
    Alert first = mail.alerts().get(0);
    return new MailLine(
        mail.atMillis(),
        mail.subscription(),
        mail.to(),
        mail.kind(),
        mail.subject(),
        mail.kind() == Kind.DIGEST ? "" : first.rule() + '\n' + new TreeMap<>(first.incidentBy()),
        mail.alerts().size());
  }

  public String kindWord() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
