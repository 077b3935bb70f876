package io.petrel.notify.subscription;

import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One wish for alerts. All its addresses get the same, each in a mail of its own.
 *
 * @param addresses at least one
 * @param waitFor how long the first mail of an incident waits for more to go with it; zero = not
 * @param digest alerts come together at the ends of spans of this length, counted from midnight in
 *     the reader's zone; zero = each on its own
 * @param limitPerHour mails to one address in any hour, ends of told incidents not counted as too
 *     many; 0 = no limit
 * @param muteUntil nothing but ends of told incidents before that; null = not muted
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
   * For the last mail to one who was told of a beginning and is in no subscription any more: its
   * end. How they liked their mails is not known now.
   */
  public static Subscription ofOneWhoLeft(String name, String bareAddress) {
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
