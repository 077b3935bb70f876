package io.petrel.replay.compare;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An incident that two sets of rules do not tell alike.
 *
 * @param before as the old rules told it; null when only the new ones do
 * @param after as the new rules told it; null when only the old ones do
 */
public record IncidentDifference(@Nullable Incident before, @Nullable Incident after) {
  /** By time of the first record, rule and incident. */
  static final Comparator<IncidentDifference> ORDER =
      Comparator.comparingLong((IncidentDifference difference) -> difference.shown().toldMillis())
          .thenComparing(difference -> difference.shown().rule())
          .thenComparing(difference -> difference.shown().id());

  public IncidentDifference {
    if (before == null && after == null) {
      throw new IllegalArgumentException("neither set of rules tells of it");
    }
  }

  public Change kind() {
    if (before == null) {
      return Change.ADDED;
    }
    if (after == null) {
      return Change.REMOVED;
    }
    boolean sameTimes =
        before.toldMillis() == after.toldMillis() && before.untilMillis() == after.untilMillis();
    return sameTimes ? Change.CHANGED : Change.MOVED;
  }

  /** The one to show: the new one where there is one. */
  public Incident shown() {
    return after == null ? Objects.requireNonNull(before, "before") : after;
  }

  /** Whether two incidents that belong together were told alike. */
  static boolean isNone(Incident before, Incident after) {
    return before.toldMillis() == after.toldMillis()
        && before.untilMillis() == after.untilMillis()
        && before.severity() == after.severity()
        && before.records() == after.records()
        && before.headline().equals(after.headline());
  }
}
