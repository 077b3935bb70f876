package io.petrel.replay.compare;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mail in which two sets of rules differ.
 *
 * @param before as the old rules send it; null when only the new ones do
 * @param after as the new rules send it; null when only the old ones do
 */
public record MailDifference(@Nullable MailLine before, @Nullable MailLine after) {
  /** By time, subscription, address and subject. */
  static final Comparator<MailDifference> ORDER =
      Comparator.comparingLong((MailDifference difference) -> difference.shown().atMillis())
          .thenComparing(difference -> difference.shown().subscription())
          .thenComparing(difference -> difference.shown().to())
          .thenComparing(difference -> difference.shown().subject());

  public MailDifference {
    if (before == null && after == null) {
      throw new IllegalArgumentException("neither set of rules sends it");
    }
  }

  public Change kind() {
    if (before == null) {
      return Change.ADDED;
    }
    if (after == null) {
      return Change.REMOVED;
    }
    return before.atMillis() == after.atMillis() ? Change.CHANGED : Change.MOVED;
  }

  /** The one to show: the new one if there is one. */
  public MailLine shown() {
    return after == null ? Objects.requireNonNull(before, "before") : after;
  }

  /** Whether two paired mails are the same. */
  static boolean isNone(MailLine before, MailLine after) {
    return before.atMillis() == after.atMillis()
        && before.subject().equals(after.subject())
        && before.alerts() == after.alerts();
  }
}
