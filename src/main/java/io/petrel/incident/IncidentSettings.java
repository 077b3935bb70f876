package io.petrel.incident;

import io.petrel.alert.Scope;
import io.petrel.alert.Status;
import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settings of incidents, for all rules.
 *
 * @param sender who issues the alerts, globally unique, such as {@code alerts@weather.example.org}
 *     (CAP {@code sender}): no spaces, commas, {@code <} or {@code &}
 * @param status Test until the operator decides that recipients shall act on the alerts
 * @param scope for whom the alerts are
 * @param expires how long a record stays valid beyond the rule's {@code quiet} time, > 0. A danger
 *     that lasts longer gets another record before its last one expires.
 * @param endExpires how long the record of an end stays valid, > 0
 * @param reviseFor how long after its time a match may be withdrawn or added, >= 0: as long as the
 *     stage before revises; 0 = records are final
 * @param places most stations that an incident lists, 1 to 10000; others only keep it open
 */
public record IncidentSettings(
    String sender,
    Status status,
    Scope scope,
    Duration expires,
    Duration endExpires,
    int places,
    Duration reviseFor)
    implements Serializable {
  private static final Pattern CAP_NAME = Pattern.compile("[^\\s,<&]+");

  public IncidentSettings {
    if (!CAP_NAME.matcher(sender).matches()) {
      throw new IllegalArgumentException(
          "sender '%s' is empty or has a space, a comma, < or &".formatted(sender));
    }
    Require.positive("expires", expires);
    Require.positive("endExpires", endExpires);
    Require.notNegative("reviseFor", reviseFor);
    if (places < 1 || places > 10_000) {
      throw new IllegalArgumentException("places is %d, allowed: 1 to 10000".formatted(places));
    }
  }

  /** A copy with another {@link #reviseFor}. */
  public IncidentSettings revisedFor(Duration other) {
    return new IncidentSettings(sender, status, scope, expires, endExpires, places, other);
  }

  /** Status Test, scope Public, records valid for a day beyond {@code quiet}, and final. */
  public static IncidentSettings defaults() {
    return new IncidentSettings(
        "petrel@localhost",
        Status.TEST,
        Scope.PUBLIC,
        Duration.ofHours(24),
        Duration.ofHours(1),
        256,
        Duration.ZERO);
  }
}
