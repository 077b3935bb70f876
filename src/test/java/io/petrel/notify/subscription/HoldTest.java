package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Severity;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.render.Digest.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final Instant EVENING = Instant.parse("2026-03-28T21:00:00Z");

  private static Subscription subscription(String keys) {
    return SubscriptionReader.read(
            new SourceText("s", "subscriptions:\n  - {name: a, to: a@b.org, %s}\n".formatted(keys)),
            new Issues())
        .list()
        .get(0);
  }

  private static Hold arrival(String keys, Severity severity, Instant now) {
    return Hold.onArrival(subscription(keys), severity, true, now);
  }

  @Test
  void letsOutAtOnceByDefault() {
    assertThat(arrival("limit: 3", Severity.MINOR, EVENING)).isEqualTo(new Hold(EVENING, null));
  }

  @Test
  void quietHoursEndAtTheLocalHourWhenClocksChangeInTheNight() {
    // Dublin springs forward in this night: 06:30 IST is 05:30 UTC.
    String keys =
        "time-zone: Europe/Dublin, quiet-hours: {from: '20:00', to: '06:30', unless-severity: severe}";
    assertThat(arrival(keys, Severity.MODERATE, EVENING))
        .isEqualTo(new Hold(Instant.parse("2026-03-29T05:30:00Z"), Cause.QUIET_HOURS));
    assertThat(arrival(keys, Severity.SEVERE, EVENING)).isEqualTo(new Hold(EVENING, null));
    assertThat(arrival(keys, Severity.EXTREME, EVENING).cause()).isNull();
    assertThat(arrival(keys, Severity.MODERATE, Instant.parse("2026-03-29T05:30:00Z")).cause())
        .isNull();
    assertThat(arrival(keys, Severity.MODERATE, Instant.parse("2026-03-28T20:00:00Z")).cause())
        .isEqualTo(Cause.QUIET_HOURS);
  }

  @Test
  void muteIsStrongerThanSeverity() {
    Instant until = Instant.parse("2026-04-01T00:00:00Z");
    assertThat(arrival("mute-until: 2026-04-01T00:00:00Z", Severity.EXTREME, EVENING))
        .isEqualTo(new Hold(until, Cause.MUTE));
  }

  @Test
  void digestsComeAtTheSameLocalHours() {
    assertThat(arrival("digest: 6h", Severity.MINOR, EVENING).until())
        .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
    assertThat(arrival("digest: 6h", Severity.MINOR, EVENING.minusSeconds(4 * 3600)).until())
        .isEqualTo(Instant.parse("2026-03-28T18:00:00Z"));
    // The last span of a day is cut short when it does not fit.
    assertThat(Hold.endOfSpan(EVENING, Duration.ofHours(7), ZoneId.of("UTC")))
        .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
  }

  @Test
  void waitsOnlyForTheFirstMailOfAnIncident() {
    Subscription waiting = subscription("wait: 2m");
    assertThat(Hold.onArrival(waiting, Severity.MINOR, true, EVENING).cause())
        .isEqualTo(Cause.WAIT);
    assertThat(Hold.onArrival(waiting, Severity.MINOR, false, EVENING).cause()).isNull();
  }
}
