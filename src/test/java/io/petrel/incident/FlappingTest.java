package io.petrel.incident;

import static io.petrel.incident.Detections.at;
import static io.petrel.incident.Detections.clear;
import static io.petrel.incident.Detections.clearInRegion;
import static io.petrel.incident.Detections.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Conditions that come and go. Matches are quiet for three hours unless said otherwise. */
class FlappingTest {
  private static final long SEED = Long.getLong("petrel.seed", 11L);
  private static final int CASES = Integer.getInteger("petrel.cases", 400);
  private final PlaceUnderTest place = new PlaceUnderTest();

  @Nested
  class AfterAnEndThatDidNotLast {
    @Test
    void conditionThatFlapsForADayIsToldTwice() {
      for (int hour = 0; hour < 24; hour += 2) {
        place.see(match("gale", "S1", 60 * hour));
        place.see(clear("gale", "S1", 60 * (hour + 1)));
      }
      place.until(60 * 100);

      assertThat(place.reasons())
          .containsExactly(
              Reason.FIRST_MATCH,
              Reason.ENDED_BY_CONDITION,
              Reason.FIRST_MATCH,
              Reason.ENDED_BY_CONDITION);
      assertThat(place.log)
          .extracting(Alert::sentMillis)
          .containsExactly(at(0), at(60), at(120), at(60 * 25));
      assertThat(place.log.get(3).suppressed()).isEqualTo(10);
      assertThat(place.log.get(3).matches()).isEqualTo(11);
    }

    @Test
    void theNextEndHoldsTwiceAsLongAndSaysSo() {
      place.see(match("gale", "S1", 0));
      place.see(clear("gale", "S1", 20));
      Alert back = place.see(match("gale", "S1", 50)).get(0);
      assertThat(place.see(clear("gale", "S1", 60))).isEmpty();
      assertThat(place.until(119)).isEmpty();
      Alert end = place.until(120).get(0);

      assertThat(back.note())
          .isEqualTo(
              "It came back soon after an end. Petrel reports the next end after 1 h without a match.");
      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
      assertThat(end.message().description())
          .isEqualTo(
              "The rule's condition for the end came true, and nothing was seen for 1 h after it."
                  + " Seen once in all.");
    }

    @Test
    void matchAtTheLastMomentOfTheHoldBelongsToTheIncident() {
      place.see(match("gale", "S1", 0));
      place.see(clear("gale", "S1", 20));
      place.see(match("gale", "S1", 50));
      place.see(clear("gale", "S1", 60));

      assertThat(place.see(match("gale", "S1", 120))).isEmpty();
      assertThat(place.open().get("gale").matches()).isEqualTo(2);
    }

    @Test
    void quietEndsADampedIncidentToo() {
      place.see(match("gale", "S1", 0));
      place.see(clear("gale", "S1", 10));
      place.see(match("gale", "S1", 170)); // the next end has to hold for 320 minutes
      place.see(clear("gale", "S1", 200));

      Alert end = place.until(350).get(0);
      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_QUIET);
      assertThat(end.sentMillis()).isEqualTo(at(350));
    }

    @Test
    void dangerThatWouldNotHaveBelongedToTheIncidentIsANewOne() {
      place.see(match("gale", "S1", 0));
      place.see(clear("gale", "S1", 30));
      place.see(match("gale", "S1", 181));

      assertThat(place.see(clear("gale", "S1", 190)))
          .extracting(Alert::reason)
          .containsExactly(Reason.ENDED_BY_CONDITION);
    }

    @Test
    void afterSixHoursADangerIsNewHoweverLongQuietIs() {
      Duration month = Duration.ofDays(30);
      place.see(match("silent", "S1", 0).quiet(month));
      place.see(clear("silent", "S1", 10));
      place.see(match("silent", "S1", 371).quiet(month));

      assertThat(place.see(clear("silent", "S1", 380))).hasSize(1);
    }

    @Test
    void noEndIsHeldForMoreThanSixHours() {
      Duration month = Duration.ofDays(30);
      place.see(match("silent", "S1", 0).quiet(month));
      place.see(clear("silent", "S1", 10));
      place.see(match("silent", "S1", 370).quiet(month));
      place.see(clear("silent", "S1", 380));

      assertThat(place.until(380 + 359)).isEmpty();
      assertThat(place.until(380 + 360)).hasSize(1);
    }

    @Test
    void memoryOfAnEndIsGoneAfterItsTime() {
      place.see(match("gale", "S1", 0));
      place.see(clear("gale", "S1", 30));
      assertThat(place.ended()).containsOnlyKeys("gale");
      place.until(179);
      assertThat(place.ended()).containsOnlyKeys("gale");
      place.until(180);
      assertThat(place.ended()).isEmpty();
    }

    @Test
    void whatWasNotToldLeavesNoMemory() {
      place.see(match("hurricane", "S1", 0).inhibits("gale"), match("gale", "S1", 0));
      place.see(clear("gale", "S1", 10));
      assertThat(place.ended()).isEmpty();
    }

    /** Whatever the pauses are: each end that did not last makes the next hold twice as long. */
    @Test
    void endsThatDoNotLastAreFew() {
      for (int i = 0; i < CASES; i++) {
        Random random = new Random(SEED + i);
        int longest = 2 + random.nextInt(175);
        PlaceUnderTest flapping = new PlaceUnderTest();
        long minute = 0;
        for (int flap = 0; flap < 300; flap++) {
          flapping.see(match("gale", "S1", minute));
          flapping.see(clear("gale", "S1", minute + 1));
          minute += 2 + random.nextInt(longest);
        }
        flapping.until(minute + 1000);

        List<Alert> turns =
            flapping.log.stream().filter(a -> a.reason() != Reason.REMINDER).toList();
        // 1 minute, doubled until it is longer than quiet, and the end that lasts
        assertThat(turns).as("seed %d", SEED + i).hasSizeLessThanOrEqualTo(2 * 10);
        for (int turn = 0; turn < turns.size(); turn += 2) {
          assertThat(turns.get(turn).reason()).isEqualTo(Reason.FIRST_MATCH);
          assertThat(turns.get(turn + 1).isEnd()).isTrue();
        }
      }
    }
  }

  @Nested
  class WithEndsFor {
    private final Duration half = Duration.ofMinutes(30);

    @Test
    void theEndIsToldWhenNothingMatchedForSoLong() {
      place.see(match("gale", "S1", 0).endsFor(half));
      assertThat(place.see(clear("gale", "S1", 10))).isEmpty();
      assertThat(place.until(39)).isEmpty();

      Alert end = place.until(40).get(0);
      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
      assertThat(end.sentMillis()).isEqualTo(at(40));
    }

    @Test
    void aMatchMeanwhileGoesOnWithTheIncident() {
      place.see(match("gale", "S1", 0).endsFor(half));
      place.see(clear("gale", "S1", 10));
      assertThat(place.see(match("gale", "S1", 40).endsFor(half))).isEmpty();
      assertThat(place.until(219)).isEmpty();
      assertThat(place.until(220)).extracting(Alert::suppressed).containsExactly(1L);
    }

    @Test
    void eachStationOfARegionHasItsOwn() {
      place.see(match("gale", "S1", 0).region("n").endsFor(half));
      place.see(match("gale", "S2", 0).region("n").endsFor(half));
      place.see(clearInRegion("gale", "S1", "n", 10));
      place.see(clearInRegion("gale", "S2", "n", 60));
      place.see(match("gale", "S1", 70).region("n").endsFor(half));
      place.see(clearInRegion("gale", "S1", "n", 80));

      assertThat(place.until(109)).isEmpty();
      assertThat(place.until(110))
          .extracting(Alert::reason)
          .containsExactly(Reason.ENDED_BY_CONDITION);
    }

    @Test
    void quietIsNeverProlonged() {
      place.see(match("gale", "S1", 0).endsFor(Duration.ofHours(9)));
      place.see(clear("gale", "S1", 10));
      assertThat(place.until(180)).extracting(Alert::reason).containsExactly(Reason.ENDED_BY_QUIET);
    }
  }
}
