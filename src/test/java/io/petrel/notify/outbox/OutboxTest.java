package io.petrel.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.Alerts;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String ANN = "ann@example.org";
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final DeliveryTerms TERMS = DeliveryTerms.DEFAULT;

  private OutboxState state = OutboxState.EMPTY;
  private Subscriptions subscriptions = read("");
  private Instant now = NOON;
  private boolean mayHaveLeft;

  private static Subscriptions read(String keys) {
    return read("s", keys);
  }

  private static Subscriptions read(String name, String keys) {
    Issues issues = new Issues();
    Subscriptions read =
        SubscriptionReader.read(
            new SourceText(
                "s",
                "subscriptions:\n  - {name: %s, to: %s%s}\n"
                    .formatted(name, ANN, keys.isEmpty() ? "" : ", " + keys)),
            issues);
    assertThat(issues.sorted()).isEmpty();
    return read;
  }

  /** Each step starts from the state as a savepoint would give it back. */
  private Outbox outbox() {
    try {
      OutboxState read = OutboxState.CODEC.fromBytes(OutboxState.CODEC.toBytes(state));
      assertThat(read).isEqualTo(state);
      return new Outbox(read, ANN, TERMS, "example.org");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Arrival arrive(Alert alert) {
    Outbox outbox = outbox();
    Subscription wanted = subscriptions.wanting(alert).values().stream().findFirst().orElse(null);
    Arrival arrival =
        outbox
            .arrive(
                alert,
                wanted == null ? null : wanted.name(),
                subscriptions,
                now,
                mail -> mayHaveLeft)
            .arrival();
    state = outbox.state();
    return arrival;
  }

  /** Sends all that may go now. */
  private List<Mail> send() {
    List<Mail> sent = new ArrayList<>();
    Outbox outbox = outbox();
    while (true) {
      outbox.release(subscriptions, now, false);
      Optional<Mail> next = outbox.next(now, number -> true);
      if (next.isEmpty()) {
        state = outbox.state();
        return sent;
      }
      outbox.done(next.get());
      sent.add(next.get());
    }
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private static Alert of(Alert alert, String incident) {
    return Alerts.renamed(alert, incident);
  }

  @Test
  void sendsAtOnceAndThreadsWhatFollows() {
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.QUEUED);
    List<Mail> first = send();
    assertThat(first).hasSize(1);
    assertThat(first.get(0).references()).isEmpty();
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.QUEUED);
    List<Mail> second = send();
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    List<Mail> third = send();
    assertThat(second.get(0).references()).containsExactly(first.get(0).messageId());
    assertThat(third.get(0).references())
        .containsExactly(first.get(0).messageId(), second.get(0).messageId());
  }

  @Test
  void knowsARecordThatComesTwice() {
    arrive(SampleMails.begin());
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.DUPLICATE);
    send();
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.DUPLICATE);
    arrive(SampleMails.allClear());
    send();
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.DUPLICATE);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void neverTellsTheEndOfWhatItDidNotTell() {
    subscriptions = read("when: severity == \"minor\"");
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.NOT_WANTED);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.NOT_WANTED);
    subscriptions = read("");
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.NEVER_TOLD);
    assertThat(send()).isEmpty();
  }

  @Test
  void whatIsWithdrawnBeforeItWasToldIsNeverTold() {
    for (String keys :
        List.of(
            "wait: 5m",
            "digest: 1h",
            "mute-until: 2026-03-10T14:00",
            "quiet-hours: {from: '11:00', to: '15:00'}")) {
      state = OutboxState.EMPTY;
      now = NOON;
      subscriptions = read(keys);
      assertThat(arrive(SampleMails.begin())).as(keys).isEqualTo(Arrival.HELD);
      assertThat(send()).isEmpty();
      assertThat(arrive(SampleMails.withdrawn())).isEqualTo(Arrival.WITHDRAWN_UNTOLD);
      assertThat(arrive(SampleMails.withdrawn())).isEqualTo(Arrival.NEVER_TOLD);
      later(Duration.ofHours(30));
      assertThat(send()).isEmpty();
      assertThat(state.isEmpty()).isTrue();
    }
  }

  @Test
  void aMailThatHasNotLeftIsCalledOffAndOneThatMayHaveLeftIsTakenBack() {
    arrive(SampleMails.begin());
    arrive(of(SampleMails.begin(), "other"));
    decide();
    assertThat(arrive(SampleMails.withdrawn())).isEqualTo(Arrival.WITHDRAWN_UNTOLD);
    assertThat(state.mails()).singleElement().satisfies(this::isOther);
    assertThat(state.told()).singleElement().satisfies(told -> isOther(told.incident()));
    mayHaveLeft = true;
    assertThat(arrive(of(SampleMails.withdrawn(), "other"))).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(2).allSatisfy(this::isOther);
  }

  private void isOther(Mail mail) {
    assertThat(mail.incidents()).containsExactly("other");
  }

  private static void isOther(String incident) {
    assertThat(incident).isEqualTo("other");
  }

  @Test
  void tellsWhatIsCorrectedOrWithdrawnInQuietHoursUnderMuteAndBeyondTheLimit() {
    for (String keys :
        List.of(
            "limit: 1",
            "mute-until: 2026-03-10T14:00",
            "quiet-hours: {from: '11:00', to: '15:00'}",
            "when: severity == \"minor\"")) {
      state = OutboxState.EMPTY;
      now = NOON;
      subscriptions = read("");
      arrive(SampleMails.begin());
      String first = send().get(0).messageId();
      subscriptions = read(keys);
      assertThat(arrive(SampleMails.corrected())).as(keys).isEqualTo(Arrival.QUEUED);
      assertThat(send().get(0).references()).containsExactly(first);
      assertThat(arrive(withdrawnAs(3))).as(keys).isEqualTo(Arrival.QUEUED);
      assertThat(send().get(0).references()).hasSize(2).contains(first);
      assertThat(arrive(SampleMails.corrected())).isEqualTo(Arrival.DUPLICATE);
    }
  }

  private static Alert withdrawnAs(int sequence) {
    Alert alert = SampleMails.withdrawn();
    return alert.toBuilder().incident(alert.incidentId(), sequence).build();
  }

  @Test
  void anEndIsTakenBackAndAnIncidentGoesOnAfterAWrongEnd() {
    arrive(SampleMails.begin());
    arrive(SampleMails.allClear());
    send();
    Alert on = SampleMails.corrected();
    assertThat(arrive(on.toBuilder().incident(on.incidentId(), 3).build()))
        .isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
    assertThat(arrive(withdrawnAs(4))).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
  }

  /** Severe for a reader of severe ones, held; then it proves never to have been that bad. */
  @Test
  void whatWasNeverWantedIsNotToldByItsCorrection() {
    subscriptions = read("when: severity >= \"severe\", wait: 5m");
    arrive(SampleMails.begin());
    assertThat(arrive(Alerts.minor(SampleMails.corrected()))).isEqualTo(Arrival.NOT_WANTED);
    later(Duration.ofHours(30));
    assertThat(send()).isEmpty();
  }

  @Test
  void tellsTheEndInQuietHoursUnderMuteAndBeyondTheLimit() {
    subscriptions = read("limit: 1");
    arrive(SampleMails.begin());
    assertThat(send()).hasSize(1);
    subscriptions =
        read("limit: 1, quiet-hours: {from: '00:00', to: '23:59'}, mute-until: 2030-01-01T00:00");
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
  }

  @Test
  void tellsTheEndWhenTheConditionDoesNotHoldAnyMore() {
    subscriptions = read("when: msg_type == \"alert\"");
    arrive(SampleMails.begin());
    send();
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.NOT_WANTED);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
  }

  @Test
  void tellsThatItIsLessSevereThanTold() {
    subscriptions = read("when: severity >= \"severe\"");
    arrive(SampleMails.begin());
    send();
    assertThat(arrive(Alerts.lowered(SampleMails.raised()))).isEqualTo(Arrival.QUEUED);
  }

  @Test
  void stopsForOneWhoLeft() {
    arrive(SampleMails.begin());
    subscriptions = Subscriptions.NONE;
    assertThat(send()).isEmpty();
    assertThat(state.entries()).isEmpty();
  }

  @Test
  void oneWhoLeftIsStillToldOfTheEndAndOfNothingElse() {
    arrive(SampleMails.begin());
    assertThat(send()).hasSize(1);
    subscriptions = Subscriptions.NONE;
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.NOT_WANTED);
    assertThat(arrive(SampleMails.fog())).isEqualTo(Arrival.NOT_WANTED);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    assertThat(send())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subscription()).isEqualTo("s"));
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void theEndWaitsForTheDigestAndOutlivesTheSubscription() {
    subscriptions = read("digest: 6h");
    arrive(SampleMails.begin());
    later(Duration.ofHours(6));
    assertThat(send()).hasSize(1);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.HELD);
    subscriptions = Subscriptions.NONE;
    later(Duration.ofHours(6));
    assertThat(send()).hasSize(1);
    assertThat(state.entries()).isEmpty();
  }

  @Test
  void aSubscriptionThatIsRenamedOrNarrowedTellsTheEndAllTheSame() {
    arrive(SampleMails.begin());
    arrive(of(SampleMails.begin(), "second"));
    assertThat(send()).hasSize(2);
    subscriptions = read("when: severity == \"minor\", limit: 1");
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    subscriptions = read("other", "");
    assertThat(arrive(of(SampleMails.allClear(), "second"))).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(2).allMatch(mail -> !mail.references().isEmpty());
  }

  @Test
  void aMuteThatEndsWhileItGoesOnTellsOfItAndThenOfTheEnd() {
    subscriptions = read("mute-until: 2026-03-10T18:00");
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.HELD);
    later(Duration.ofHours(5));
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.HELD);
    assertThat(send()).isEmpty();
    later(Duration.ofHours(1));
    assertThat(send()).hasSize(1);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).singleElement().satisfies(m -> assertThat(m.references()).hasSize(1));
  }

  @Test
  void aMuteThatIsProlongedHoldsWhatItHeld() {
    subscriptions = read("mute-until: 2026-03-10T18:00");
    arrive(SampleMails.begin());
    subscriptions = read("mute-until: 2026-03-11T18:00");
    later(Duration.ofHours(6));
    assertThat(send()).isEmpty();
    later(Duration.ofDays(1));
    assertThat(send()).hasSize(1);
  }

  @Test
  void oneWhoOnlyGotADigestIsToldOfTheEndByTheNext() {
    subscriptions = read("digest: 6h");
    arrive(SampleMails.begin());
    arrive(SampleMails.fog());
    later(Duration.ofHours(6));
    assertThat(send()).singleElement().satisfies(m -> assertThat(m.digest()).isTrue());
    later(Duration.ofHours(1));
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.HELD);
    assertThat(send()).isEmpty();
    later(Duration.ofHours(5));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> assertThat(mail.incidents()).containsExactly(SampleMails.begin().incidentId()));
  }

  @Test
  void oneWhoGotItInADigestOfTheLimitIsToldOfTheEndAtOnce() {
    subscriptions = read("limit: 1");
    arrive(SampleMails.fog());
    assertThat(send()).hasSize(1);
    arrive(SampleMails.begin());
    arrive(of(SampleMails.begin(), "second"));
    assertThat(send()).isEmpty();
    later(Duration.ofHours(1));
    assertThat(send())
        .singleElement()
        .satisfies(mail -> assertThat(mail.causes()).containsExactly(HoldCause.LIMIT));
    arrive(SampleMails.allClear());
    arrive(of(SampleMails.allClear(), "second"));
    assertThat(send().stream().flatMap(mail -> mail.incidents().stream()))
        .containsExactlyInAnyOrder(SampleMails.begin().incidentId(), "second");
  }

  @Test
  void whatBeginsAndEndsBeyondTheLimitIsInTheDigestToo() {
    subscriptions = read("limit: 1");
    arrive(SampleMails.fog());
    send();
    arrive(SampleMails.begin());
    send();
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.HELD);
    assertThat(send()).isEmpty();
    later(Duration.ofHours(1));
    assertThat(send()).singleElement().satisfies(m -> assertThat(m.entries()).hasSize(2));
  }

  @Test
  void quietHoursHoldNewsAndNotTheEndOfWhatWasTold() {
    subscriptions = read("quiet-hours: {from: '13:00', to: '18:00'}");
    arrive(SampleMails.begin());
    assertThat(send()).hasSize(1);
    later(Duration.ofHours(2));
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.HELD);
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).singleElement().satisfies(m -> assertThat(m.entries()).hasSize(1));
    assertThat(state.entries()).isEmpty();
  }

  @Test
  void quietHoursEndWithOneMail() {
    subscriptions = read("quiet-hours: {from: '10:00', to: '18:00', unless-severity: severe}");
    assertThat(arrive(SampleMails.fog())).isEqualTo(Arrival.HELD);
    assertThat(arrive(of(SampleMails.fog(), "other"))).isEqualTo(Arrival.HELD);
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1).allMatch(mail -> !mail.digest());
    later(Duration.ofHours(6));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.digest()).isTrue();
              assertThat(mail.causes()).containsExactly(HoldCause.QUIET_HOURS);
              assertThat(mail.entries()).hasSize(2);
            });
  }

  @Test
  void afterAMuteItTellsOnlyWhatGoesOn() {
    subscriptions = read("mute-until: 2026-03-10T18:00");
    arrive(SampleMails.begin());
    arrive(SampleMails.fog());
    assertThat(arrive(SampleMails.allClear())).isEqualTo(Arrival.OVER_WHILE_MUTED);
    assertThat(send()).isEmpty();
    later(Duration.ofHours(6));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> assertThat(mail.incidents()).containsExactly(SampleMails.fog().incidentId()));
  }

  @Test
  void waitCollectsBeforeTheFirstMail() {
    subscriptions = read("wait: 2m");
    arrive(SampleMails.begin());
    later(Duration.ofSeconds(90));
    arrive(SampleMails.fog());
    assertThat(send()).isEmpty();
    later(Duration.ofSeconds(30));
    assertThat(send())
        .singleElement()
        .satisfies(mail -> assertThat(mail.causes()).containsExactly(HoldCause.WAIT));
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.QUEUED);
  }

  @Test
  void anUpdateWithinTheWaitTakesThePlaceOfTheFirst() {
    subscriptions = read("wait: 2m");
    arrive(SampleMails.begin());
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.HELD);
    later(Duration.ofMinutes(2));
    assertThat(send()).singleElement().satisfies(mail -> assertThat(mail.digest()).isFalse());
  }

  @Test
  void digestComesOnTheHour() {
    subscriptions = read("digest: 6h");
    later(Duration.ofMinutes(5));
    arrive(SampleMails.begin());
    arrive(SampleMails.fog());
    later(Duration.ofHours(5));
    assertThat(send()).isEmpty();
    arrive(SampleMails.allClear());
    later(Duration.ofMinutes(55));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.causes()).containsExactly(HoldCause.SCHEDULE);
              assertThat(mail.entries()).hasSize(3);
            });
  }

  @Test
  void whatExceedsTheLimitComesAsOneDigestAndNothingIsLost() {
    subscriptions = read("limit: 3");
    int limited = 0;
    for (int i = 0; i < 10; i++) {
      arrive(of(SampleMails.fog(), "fog-" + i));
    }
    Outbox outbox = outbox();
    limited += outbox.release(subscriptions, now, false);
    assertThat(limited).isEqualTo(7);
    assertThat(send()).hasSize(3);
    later(Duration.ofMinutes(59));
    assertThat(send()).isEmpty();
    later(Duration.ofMinutes(1));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.causes()).containsExactly(HoldCause.LIMIT);
              assertThat(mail.entries()).hasSize(7);
            });
  }

  @Test
  void afterALongOutageWhatIsStaleComesTogetherAndSaysSo() {
    for (int i = 0; i < 200; i++) {
      arrive(of(SampleMails.fog(), "fog-" + i));
    }
    Outbox outbox = outbox();
    outbox.release(subscriptions, now, false);
    state = outbox.state();
    assertThat(state.mails()).hasSize(TERMS.window());
    later(Duration.ofHours(3));
    List<Mail> sent = send();
    assertThat(sent).hasSize(TERMS.window() + 1);
    Mail digest = sent.get(TERMS.window());
    assertThat(digest.causes()).containsExactly(HoldCause.LATE);
    assertThat(digest.entries()).hasSize(TERMS.mostInDigest());
    assertThat(digest.leftOut()).isEqualTo(200 - TERMS.window() - TERMS.mostInDigest());
  }

  @Test
  void whatWaitsIsBoundedAndCounted() {
    subscriptions = read("digest: 6h");
    later(Duration.ofMinutes(1));
    arrive(SampleMails.begin());
    for (int i = 0; i < 1200; i++) {
      arrive(of(SampleMails.fog(), "fog-" + i));
      assertThat(state.entries()).hasSizeLessThanOrEqualTo(10 * TERMS.mostInDigest());
    }
    later(Duration.ofHours(6));
    assertThat(send())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.entries()).hasSize(TERMS.mostInDigest());
              assertThat(mail.incidents()).contains(SampleMails.begin().incidentId());
              assertThat(mail.leftOut()).isEqualTo(1201 - TERMS.mostInDigest());
            });
    assertThat(state.leftOut()).isZero();
  }

  @Test
  void keepsTheOrderWithinAnIncidentAndLetsOthersPass() {
    arrive(SampleMails.begin());
    Outbox outbox = outbox();
    outbox.release(subscriptions, now, false);
    Mail begin = outbox.next(now, n -> true).orElseThrow();
    assertThat(outbox.failed(begin, false, now)).isTrue();
    state = outbox.state();
    arrive(SampleMails.raised());
    arrive(SampleMails.fog());
    assertThat(send())
        .singleElement()
        .satisfies(m -> assertThat(m.incidents()).doesNotContain(begin.incidents().get(0)));
    later(Duration.ofMinutes(1));
    assertThat(send()).extracting(Mail::messageId).first().isEqualTo(begin.messageId());
  }

  @Test
  void backsOffMoreAndMoreAndGivesUpAfterFiveDays() {
    arrive(SampleMails.begin());
    Outbox outbox = outbox();
    outbox.release(subscriptions, now, false);
    Duration last = Duration.ZERO;
    int tries = 0;
    while (true) {
      Mail mail = outbox.mail(outbox.open().get(0)).orElseThrow();
      tries++;
      if (!outbox.failed(mail, false, now)) {
        break;
      }
      Duration pause = Duration.between(now, Instant.ofEpochMilli(outbox.nextMillis(now)));
      assertThat(pause).isLessThanOrEqualTo(TERMS.longestRetry().multipliedBy(5).dividedBy(4));
      last = pause;
      now = Instant.ofEpochMilli(outbox.nextMillis(now));
    }
    assertThat(last).isGreaterThan(Duration.ofMinutes(10));
    assertThat(Duration.between(NOON, now)).isGreaterThan(Duration.ofDays(5));
    assertThat(tries).isBetween(400, 800);
    assertThat(outbox.open()).isEmpty();
  }

  /** The server went away before the quiet hours and comes back in them. */
  @Test
  void quietHoursHoldWhatWasDecidedBeforeThem() {
    subscriptions = read("quiet-hours: {from: '22:00', to: '06:00', unless-severity: severe}");
    now = Instant.parse("2026-03-10T21:50:00Z");
    for (int i = 0; i < TERMS.window(); i++) {
      arrive(of(SampleMails.fog(), "fog-" + i));
    }
    arrive(SampleMails.begin());
    decide();
    later(Duration.ofMinutes(20));
    assertThat(send())
        .as("only what is severe leaves in the night")
        .singleElement()
        .satisfies(
            m -> assertThat(m.incidents()).containsExactly(SampleMails.begin().incidentId()));
    assertThat(outbox().oldestWaitingMillis(now))
        .as("no server holds it")
        .isEqualTo(Long.MAX_VALUE);
    now = Instant.parse("2026-03-11T05:59:59Z");
    assertThat(send()).isEmpty();
    assertThat(outbox().nextMillis(now))
        .isEqualTo(Instant.parse("2026-03-11T06:00:00Z").toEpochMilli());
    later(Duration.ofSeconds(1));
    assertThat(send()).hasSize(TERMS.window());
  }

  @Test
  void aMuteHoldsWhatWasDecidedBeforeIt() {
    arrive(SampleMails.fog());
    decide();
    subscriptions = read("mute-until: 2026-03-20T00:00");
    later(Duration.ofDays(6));
    assertThat(send()).isEmpty();
    assertThat(outbox().expire(now)).as("no server was asked").isEmpty();
    later(Duration.ofDays(4));
    assertThat(send()).hasSize(1);
  }

  @Test
  void theEndOfWhatWasToldDoesNotWaitBehindNewsThatASilenceHolds() {
    arrive(SampleMails.begin());
    assertThat(send()).hasSize(1);
    arrive(SampleMails.raised());
    decide();
    subscriptions = read("mute-until: 2026-03-20T00:00");
    arrive(SampleMails.allClear());
    assertThat(send()).singleElement().satisfies(mail -> assertThat(mail.exempt()).isTrue());
    assertThat(state.mails()).isEmpty();
  }

  /** As {@code to} stands in two subscriptions: the first alarms, the second keeps a diary. */
  private static Subscriptions alarmAndDiary() {
    Issues issues = new Issues();
    Subscriptions read =
        SubscriptionReader.read(
            new SourceText(
                "s",
                """
                subscriptions:
                  - {name: alarm, to: %1$s, when: severity >= "severe", wait: 10m}
                  - {name: diary, to: %1$s, digest: 1d}
                """
                    .formatted(ANN)),
            issues);
    assertThat(issues.sorted()).isEmpty();
    return read;
  }

  @Test
  void whatOnlyTheDiaryWantsDoesNotDropTheAlarm() {
    subscriptions = alarmAndDiary();
    assertThat(arrive(SampleMails.begin())).isEqualTo(Arrival.HELD);
    later(Duration.ofMinutes(5));
    assertThat(arrive(Alerts.minor(SampleMails.raised()))).isEqualTo(Arrival.HELD);
    later(Duration.ofMinutes(5));
    assertThat(send())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subscription()).isEqualTo("alarm"));
    later(Duration.ofDays(1));
    assertThat(send())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subscription()).isEqualTo("diary"));
  }

  @Test
  void whoWasAlarmedHearsAtOnceThatItIsLessAndThatItIsOver() {
    subscriptions = alarmAndDiary();
    arrive(SampleMails.begin());
    later(Duration.ofMinutes(10));
    assertThat(send()).hasSize(1);
    assertThat(arrive(Alerts.lowered(SampleMails.raised()))).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
    assertThat(arrive(Alerts.minor(SampleMails.allClear()))).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
  }

  /** What the diary holds is old when the alarm has told more. */
  @Test
  void whatIsOlderThanWhatWasToldIsNotToldAfterIt() {
    subscriptions = alarmAndDiary();
    arrive(Alerts.minor(SampleMails.begin()));
    assertThat(arrive(SampleMails.raised())).isEqualTo(Arrival.QUEUED);
    assertThat(send()).hasSize(1);
    later(Duration.ofDays(1));
    assertThat(send()).isEmpty();
    assertThat(state.entries()).isEmpty();
  }

  /** Decides without sending: the server is away. */
  private void decide() {
    Outbox outbox = outbox();
    outbox.release(subscriptions, now, false);
    state = outbox.state();
  }

  @Test
  void messageIdsAreDerivedAndTellNothingOfTheAddress() {
    arrive(SampleMails.begin());
    String id = send().get(0).messageId();
    state = OutboxState.EMPTY;
    later(Duration.ofDays(1));
    arrive(SampleMails.begin());
    assertThat(send().get(0).messageId()).isEqualTo(id);
    assertThat(id).matches("<[0-9a-f]{32}\\.0@example\\.org>").doesNotContain("ann");
  }

  /**
   * Whatever comes in whatever order: told of the beginning = told of the end; no mail twice; after
   * an end only its withdrawal; and what is withdrawn untold, never.
   */
  @Test
  void everyoneToldOfABeginningIsToldOfTheEnd() {
    long seed = Long.getLong("petrel.seed", 20261122);
    int cases = Integer.getInteger("petrel.cases", 300);
    for (int i = 0; i < cases; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      try {
        runRandomly(random);
      } catch (AssertionError e) {
        throw new AssertionError("petrel.seed=" + (seed + i), e);
      }
    }
  }

  private void runRandomly(SplittableRandom random) {
    state = OutboxState.EMPTY;
    now = NOON;
    String[] keys = {
      "",
      "limit: 2",
      "wait: 5m",
      "digest: 1h",
      "quiet-hours: {from: '12:30', to: '15:00', unless-severity: extreme}",
      "mute-until: 2026-03-10T14:00",
      "limit: 1, wait: 1m",
      "when: severity == \"severe\""
    };
    List<List<Alert>> incidents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String id = "incident-" + i;
      incidents.add(story(id, random));
    }
    Set<String> withdrawn = new HashSet<>();
    Set<String> untold = new HashSet<>();
    Set<String> began = new HashSet<>();
    Set<String> ended = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int step = 0; step < 400; step++) {
      int what = random.nextInt(10);
      if (what == 0) {
        subscriptions = read(keys[random.nextInt(keys.length)]);
      } else if (what < 5) {
        List<Alert> incident = incidents.get(random.nextInt(incidents.size()));
        if (!incident.isEmpty()) {
          Alert alert = incident.get(0);
          if (alert.reason() == Reason.WITHDRAWN) {
            withdrawn.add(alert.incidentId());
            if (!began.contains(alert.incidentId())) {
              untold.add(alert.incidentId());
            }
          }
          arrive(alert);
          if (random.nextInt(5) > 0) {
            incident.remove(0);
          }
        }
      } else {
        later(Duration.ofSeconds(random.nextInt(900)));
        collect(send(), began, ended, ids, withdrawn);
      }
    }
    for (List<Alert> incident : incidents) {
      for (Alert alert : incident) {
        if (alert.reason() == Reason.WITHDRAWN) {
          withdrawn.add(alert.incidentId());
        }
        arrive(alert);
      }
    }
    later(Duration.ofHours(30));
    collect(send(), began, ended, ids, withdrawn);
    assertThat(began).noneMatch(untold::contains);
    assertThat(ended).containsAll(began);
    assertThat(began).containsAll(ended);
    assertThat(state.entries()).isEmpty();
    assertThat(state.mails()).isEmpty();
  }

  /** The records of an incident that ends, is withdrawn, or ends and is withdrawn after that. */
  private static List<Alert> story(String id, SplittableRandom random) {
    List<Alert> records = new ArrayList<>(List.of(SampleMails.begin(), SampleMails.raised()));
    if (random.nextBoolean()) {
      records.add(SampleMails.corrected());
    }
    int end = random.nextInt(3);
    if (end != 0) {
      records.add(SampleMails.allClear());
    }
    if (end != 1) {
      records.add(SampleMails.withdrawn());
    }
    List<Alert> story = new ArrayList<>();
    for (Alert record : records) {
      story.add(record.toBuilder().incident(id, story.size()).build());
    }
    return story;
  }

  private void collect(
      List<Mail> sent,
      Set<String> began,
      Set<String> ended,
      Set<String> ids,
      Set<String> withdrawn) {
    for (Mail mail : sent) {
      assertThat(ids.add(mail.messageId())).as("no mail twice").isTrue();
      for (String incident : mail.incidents()) {
        assertThat(!ended.contains(incident) || withdrawn.remove(incident))
            .as("nothing after the end, but once that it is withdrawn")
            .isTrue();
        began.add(incident);
        boolean over =
            state.told().stream().anyMatch(t -> t.incident().equals(incident) && t.ended());
        boolean endIsHere = over && lastOf(sent, incident) == mail;
        if (endIsHere) {
          ended.add(incident);
        }
      }
    }
  }

  private static Mail lastOf(List<Mail> sent, String incident) {
    return sent.stream()
        .filter(mail -> mail.incidents().contains(incident))
        .reduce((a, b) -> b)
        .orElseThrow();
  }
}
