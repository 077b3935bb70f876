package io.petrel.replay.compare;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An incident in which two sets of rules differ.
 *
 * @param before as in the old rules; null when only the new ones have it
 * @param after as in the new rules; null when only the old ones have it
 */
public record IncidentDifference(@Nullable Incident before, @Nullable Incident after) {
  /** By time of the first record, rule and incident. */
  static final Comparator<IncidentDifference> ORDER =
      Comparator.comparingLong((IncidentDifference difference) -> difference.shown().toldMillis())
          .thenComparing(difference -> difference.shown().rule())
          .thenComparing(difference -> difference.shown().id());

  public IncidentDifference {
    if (before == null && after == null) {
      throw new IllegalArgumentException("neither set of rules reports it");
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

  /** The one to show: the new one if there is one. */
  public Incident shown() {
    return after == null ? Objects.requireNonNull(before, "before") : after;
  }

  /** Whether two paired incidents are the same. */
  static boolean isNone(Incident before, Incident after) {
    return before.toldMillis() == after.toldMillis()
        && before.untilMillis() == after.untilMillis()
        && before.severity() == after.severity()
        && before.records() == after.records()
        && before.headline().equals(after.headline());
  }
}
