package io.petrel.notify.subscription;

import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to alerts. All its addresses get the same, each in a mail of its own.
 *
 * @param addresses at least one
 * @param waitFor how long the first mail of an incident waits for more alerts; zero = it does not
 *     wait
 * @param digest alerts come in one mail at the end of each span of this length, counted from
 *     midnight in the reader's zone; zero = each on its own
 * @param limitPerHour most mails to one address in any hour; ends and corrections of mailed
 *     incidents are always sent; 0 = no limit
 * @param muteUntil only ends and corrections of mailed incidents before that; null = not muted
 */
public record Subscription(
    String name,
    List<MailAddress> addresses,
    AlertCondition when,
    Duration waitFor,
    Duration digest,
    @Nullable QuietHours quietHours,
    int limitPerHour,
    ReaderPreferences reader,
    @Nullable Instant muteUntil) {
  public Subscription {
    addresses = List.copyOf(addresses);
  }

  /**
   * For the end of a mailed incident to a recipient who has unsubscribed since. Uses the default
   * preferences, because theirs are no longer known.
   */
  public static Subscription ofUnsubscribed(String name, String bareAddress) {
    return new Subscription(
        name,
        List.of(new MailAddress(bareAddress, bareAddress)),
        AlertCondition.ALL,
        Duration.ZERO,
        Duration.ZERO,
        null,
        0,
        new ReaderPreferences(UnitSystem.METRIC, ZoneOffset.UTC),
        null);
  }
}
