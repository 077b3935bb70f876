package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.HoldCause;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several alerts in one mail.
 *
 * @param causes why they are in one mail
 * @param alerts in the order of arrival, at least one; several of one incident are shown as one
 * @param leftOut alerts that are only counted, because there were too many
 */
public record Digest(Set<HoldCause> causes, List<Alert> alerts, long leftOut) {
  public Digest {
    causes = causes.isEmpty() ? EnumSet.noneOf(HoldCause.class) : EnumSet.copyOf(causes);
    alerts = List.copyOf(alerts);
  }
}
