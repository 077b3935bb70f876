package io.petrel.replay.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences between the mails of two sets of rules over the same history.
 *
 * <p>Mails are paired when they have the same address, subscription, kind, rule and place, and are
 * at most a tolerance apart; of several, the nearest. Digests need not hold the same alerts.
 *
 * @param differences by time, subscription and address
 * @param same number of mails that are the same in both
 * @param before mails under the old rules
 * @param after mails under the new rules
 */
public record MailComparison(List<MailDifference> differences, int same, int before, int after) {
  public MailComparison {
    differences = List.copyOf(differences);
  }

  /** Compares; both lists are by time. */
  public static MailComparison of(List<MailLine> before, List<MailLine> after, Duration tolerance) {
    List<MailDifference> differences = new ArrayList<>();
    int same = 0;
    Pairing<MailLine> pairing =
        new Pairing<>(
            mail ->
                String.join("\n", mail.subscription(), mail.to(), mail.kindWord(), mail.about()),
            MailLine::atMillis,
            MailLine::atMillis,
            tolerance.toMillis());
    for (Pairing.Pair<MailLine> pair : pairing.of(before, after)) {
      if (pair.before() != null
          && pair.after() != null
          && MailDifference.isNone(pair.before(), pair.after())) {
        same++;
      } else {
        differences.add(new MailDifference(pair.before(), pair.after()));
      }
    }
    differences.sort(MailDifference.ORDER);
    return new MailComparison(differences, same, before.size(), after.size());
  }

  public long count(Change kind) {
    return differences.stream().filter(difference -> difference.kind() == kind).count();
  }
}
