package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Severity;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class HoldDecisionTest {
  private static final Instant EVENING = Instant.parse("2026-03-28T21:00:00Z");

  private static Subscription subscription(String keys) {
    return SubscriptionReader.read(
            new SourceText("s", "subscriptions:\n  - {name: a, to: a@b.org, %s}\n".formatted(keys)),
            new Issues())
        .list()
        .get(0);
  }

  private static HoldDecision arrival(String keys, Severity severity, Instant now) {
    return HoldDecision.onArrival(subscription(keys), severity, true, now);
  }

  @Test
  void letsOutAtOnceByDefault() {
    assertThat(arrival("limit: 3", Severity.MINOR, EVENING))
        .isEqualTo(new HoldDecision(EVENING, null));
  }

  @Test
  void quietHoursEndAtTheLocalHourWhenClocksChangeInTheNight() {
    // Dublin springs forward in this night: 06:30 IST is 05:30 UTC.
    String keys =
        "time-zone: Europe/Dublin, quiet-hours: {from: '20:00', to: '06:30', unless-severity: severe}";
    assertThat(arrival(keys, Severity.MODERATE, EVENING))
        .isEqualTo(new HoldDecision(Instant.parse("2026-03-29T05:30:00Z"), HoldCause.QUIET_HOURS));
    assertThat(arrival(keys, Severity.SEVERE, EVENING)).isEqualTo(new HoldDecision(EVENING, null));
    assertThat(arrival(keys, Severity.EXTREME, EVENING).cause()).isNull();
    assertThat(arrival(keys, Severity.MODERATE, Instant.parse("2026-03-29T05:30:00Z")).cause())
        .isNull();
    assertThat(arrival(keys, Severity.MODERATE, Instant.parse("2026-03-28T20:00:00Z")).cause())
        .isEqualTo(HoldCause.QUIET_HOURS);
  }

  @Test
  void muteIsStrongerThanSeverity() {
    Instant until = Instant.parse("2026-04-01T00:00:00Z");
    assertThat(arrival("mute-until: 2026-04-01T00:00:00Z", Severity.EXTREME, EVENING))
        .isEqualTo(new HoldDecision(until, HoldCause.MUTE));
  }

  @Test
  void digestsComeAtTheSameLocalHours() {
    assertThat(arrival("digest: 6h", Severity.MINOR, EVENING).until())
        .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
    assertThat(arrival("digest: 6h", Severity.MINOR, EVENING.minusSeconds(4 * 3600)).until())
        .isEqualTo(Instant.parse("2026-03-28T18:00:00Z"));
    // The last span of a day is cut short when it does not fit.
    assertThat(HoldDecision.endOfSpan(EVENING, Duration.ofHours(7), ZoneId.of("UTC")))
        .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
  }

  /** Dublin: spring forward at 01:00 UTC on 29 March, back at 01:00 UTC on 25 October. */
  @Test
  void digestsKeepTheirLocalHoursOnTheDaysWhenClocksChange() {
    ZoneId dublin = ZoneId.of("Europe/Dublin");
    Duration six = Duration.ofHours(6);
    assertThat(HoldDecision.endOfSpan(Instant.parse("2026-03-29T00:10:00Z"), six, dublin))
        .isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
    assertThat(HoldDecision.endOfSpan(Instant.parse("2026-10-25T00:30:00Z"), six, dublin))
        .isEqualTo(Instant.parse("2026-10-25T06:00:00Z"));
    assertThat(HoldDecision.endOfSpan(Instant.parse("2026-10-25T17:59:59Z"), six, dublin))
        .isEqualTo(Instant.parse("2026-10-25T18:00:00Z"));
    // The hour that comes twice: 01:40 is first 00:40, then 01:40 UTC.
    Duration ten = Duration.ofMinutes(10);
    for (String now : new String[] {"2026-10-25T00:40:00Z", "2026-10-25T01:40:00Z"}) {
      assertThat(HoldDecision.endOfSpan(Instant.parse(now), ten, dublin))
          .isEqualTo(Instant.parse(now).plus(ten));
    }
    assertThat(HoldDecision.endOfSpan(Instant.parse("2026-10-25T00:55:00Z"), ten, dublin))
        .isEqualTo(Instant.parse("2026-10-25T01:00:00Z"));
  }

  /** Whatever the span, zone and time: the end is later, and no more than an hour beyond it. */
  @Test
  void everySpanEndsSoon() {
    for (String zone : new String[] {"Europe/Dublin", "America/New_York", "Asia/Beirut", "UTC"}) {
      for (long span : new long[] {10, 25, 60, 90, 360, 1440}) {
        Instant now = Instant.parse("2026-10-24T20:00:00Z");
        for (int i = 0; i < 2_000; i++, now = now.plusSeconds(577)) {
          Instant end = HoldDecision.endOfSpan(now, Duration.ofMinutes(span), ZoneId.of(zone));
          assertThat(end).as("%s %d %s", zone, span, now).isAfter(now);
          assertThat(Duration.between(now, end))
              .as("%s %d %s", zone, span, now)
              .isLessThanOrEqualTo(Duration.ofMinutes(span + 60));
        }
      }
    }
  }

  @Test
  void quietHoursEndTheSameNightWhenAnHourComesTwice() {
    String keys = "time-zone: Europe/Dublin, quiet-hours: {from: '22:00', to: '%s'}";
    Instant eve = Instant.parse("2026-10-24T22:30:00Z");
    assertThat(arrival(keys.formatted("06:30"), Severity.MINOR, eve).until())
        .isEqualTo(Instant.parse("2026-10-25T06:30:00Z"));
    // In the second 01:10 they end at the second 01:30, not a day later.
    Instant second = Instant.parse("2026-10-25T01:10:00Z");
    assertThat(arrival(keys.formatted("01:30"), Severity.MINOR, second).until())
        .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
  }

  @Test
  void waitsOnlyForTheFirstMailOfAnIncident() {
    Subscription waiting = subscription("wait: 2m");
    assertThat(HoldDecision.onArrival(waiting, Severity.MINOR, true, EVENING).cause())
        .isEqualTo(HoldCause.WAIT);
    assertThat(HoldDecision.onArrival(waiting, Severity.MINOR, false, EVENING).cause()).isNull();
  }
}
