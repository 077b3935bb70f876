package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.HoldCause;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several alerts in one mail.
 *
 * @param causes why they come together
 * @param alerts in the order of arrival, at least one; several of one incident are told as one
 * @param leftOut alerts that are counted but not told, because there were too many
 * @param unwritten alerts that are counted but not told, because they cannot be rendered
 */
public record Digest(Set<HoldCause> causes, List<Alert> alerts, long leftOut, int unwritten) {
  public Digest {
    causes = causes.isEmpty() ? EnumSet.noneOf(HoldCause.class) : EnumSet.copyOf(causes);
    alerts = List.copyOf(alerts);
  }

  /** Of alerts that can all be rendered. */
  public Digest(Set<HoldCause> causes, List<Alert> alerts, long leftOut) {
    this(causes, alerts, leftOut, 0);
  }
}
