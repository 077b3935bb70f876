package io.petrel.notify.render;

import io.petrel.alert.Alert;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several alerts in one mail.
 *
 * @param causes why they come together
 * @param alerts in the order of arrival, at least one; several of one incident are told as one
 * @param leftOut alerts that are counted but not told, because there were too many
 */
public record Digest(Set<Cause> causes, List<Alert> alerts, long leftOut) {
  public Digest {
    causes = causes.isEmpty() ? EnumSet.noneOf(Cause.class) : EnumSet.copyOf(causes);
    alerts = List.copyOf(alerts);
  }

  /** Why alerts were held and come together. A closed set. */
  public enum Cause {
    /** The subscription's {@code wait}. */
    WAIT("They came within a short time of each other."),
    /** The subscription's {@code digest}. */
    SCHEDULE("You asked for a digest."),
    QUIET_HOURS("They came during your quiet hours."),
    /** The subscription's {@code limit} per hour. */
    LIMIT("There were more than your limit of mails per hour."),
    MUTE("They came while you had muted this subscription, and still go on."),
    /** The mail server was away. */
    LATE("The mail server could not be reached when they came, so this is late.");

    private final String sentence;

    Cause(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }
}
