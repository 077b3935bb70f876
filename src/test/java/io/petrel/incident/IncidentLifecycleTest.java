package io.petrel.incident;

import static io.petrel.incident.Detections.at;
import static io.petrel.incident.Detections.clear;
import static io.petrel.incident.Detections.clearInRegion;
import static io.petrel.incident.Detections.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IncidentLifecycleTest {
  private final PlaceUnderTest place = new PlaceUnderTest();

  @Nested
  class OneStation {
    @Test
    void firstMatchOpensAnIncidentAndIsAnAlert() {
      List<Alert> records = place.see(match("gale", "S1", 60).peak(22));

      assertThat(records).hasSize(1);
      Alert alert = records.get(0);
      assertThat(alert.msgType()).isEqualTo(MsgType.ALERT);
      assertThat(alert.reason()).isEqualTo(Reason.FIRST_MATCH);
      assertThat(alert.incidentId()).matches("gale-20260110T010000Z-[0-9a-f]{10}");
      assertThat(alert.identifier()).isEqualTo(alert.incidentId() + "-0");
      assertThat(alert.references()).isEmpty();
      assertThat(alert.sentMillis()).isEqualTo(at(60));
      assertThat(alert.onsetMillis()).isEqualTo(at(0));
      assertThat(alert.expiresMillis()).isEqualTo(at(60 + 180 + 24 * 60));
      assertThat(alert.areaDesc()).isEqualTo("Station S1");
      assertThat(alert.peak()).isEqualTo(22);
      assertThat(alert.matches()).isEqualTo(1);
      assertThat(alert.suppressed()).isZero();
      assertThat(alert.evidence()).hasSize(1);
    }

    @Test
    void matchesWithinQuietAreCountedAndNotTold() {
      place.see(match("gale", "S1", 0).peak(21));
      assertThat(place.see(match("gale", "S1", 60).peak(27), match("gale", "S1", 240).peak(23)))
          .isEmpty();

      List<Alert> end = place.until(240 + 180);

      assertThat(end).hasSize(1);
      assertThat(end.get(0).suppressed()).isEqualTo(2);
      assertThat(end.get(0).matches()).isEqualTo(3);
      assertThat(end.get(0).peak()).isEqualTo(27);
    }

    @Test
    void matchExactlyAtTheEndOfQuietBelongsToTheIncident() {
      place.see(match("gale", "S1", 0));
      assertThat(place.see(match("gale", "S1", 180))).isEmpty();
      assertThat(place.until(359)).isEmpty();
      assertThat(place.until(360)).hasSize(1);
    }

    @Test
    void quietEndsWithAnAllClearThatReferencesAllRecords() {
      Alert first = place.see(match("gale", "S1", 0)).get(0);
      Alert second = place.see(match("gale", "S1", 10).severity(Severity.SEVERE)).get(0);

      Alert end = place.until(1000).get(0);

      assertThat(end.msgType()).isEqualTo(MsgType.UPDATE);
      assertThat(end.responseType()).isEqualTo(ResponseType.ALL_CLEAR);
      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_QUIET);
      assertThat(end.isEnd()).isTrue();
      assertThat(end.sentMillis()).isEqualTo(at(190));
      assertThat(end.sequence()).isEqualTo(2);
      assertThat(end.message().urgency()).isEqualTo(Urgency.PAST);
      assertThat(end.message().severity()).isEqualTo(Severity.SEVERE);
      assertThat(end.message().headline()).isEqualTo("Over: GALE, Station S1");
      assertThat(end.message().description())
          .isEqualTo("Not seen again for 3 h. Seen 2 times in all.");
      assertThat(end.references())
          .containsExactly(
              new AlertReference(first.sender(), first.identifier(), first.sentMillis()),
              new AlertReference(second.sender(), second.identifier(), second.sentMillis()));
      assertThat(place.open()).isEmpty();
    }

    @Test
    void theConditionForTheEndEndsAtOnce() {
      place.see(match("gale", "S1", 0));
      Alert end = place.see(clear("gale", "S1", 30)).get(0);

      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
      assertThat(end.sentMillis()).isEqualTo(at(30));
      assertThat(place.until(10_000)).isEmpty();
    }

    @Test
    void dangerThatEndsAndBeginsInOneMomentGoesOn() {
      place.see(match("gale", "S1", 0));
      assertThat(place.see(match("gale", "S1", 30).build(), clear("gale", "S1", 30))).isEmpty();
      assertThat(place.open()).containsOnlyKeys("gale");
    }

    @Test
    void anotherIncidentAfterTheEndHasAnotherId() {
      Alert first = place.see(match("gale", "S1", 0)).get(0);
      place.see(clear("gale", "S1", 30));
      Alert second = place.see(match("gale", "S1", 31)).get(0);

      assertThat(second.msgType()).isEqualTo(MsgType.ALERT);
      assertThat(second.incidentId()).isNotEqualTo(first.incidentId());
      assertThat(second.sequence()).isZero();
    }

    @Test
    void removedRuleCancels() {
      Alert first = place.see(match("gale", "S1", 0)).get(0);
      Alert cancel = place.remove("gale", 5).get(0);

      assertThat(cancel.msgType()).isEqualTo(MsgType.CANCEL);
      assertThat(cancel.responseType()).isEqualTo(ResponseType.NONE);
      assertThat(cancel.reason()).isEqualTo(Reason.RULE_REMOVED);
      assertThat(cancel.note()).isEqualTo("The rule gale was removed.");
      assertThat(cancel.references())
          .extracting(AlertReference::identifier)
          .containsExactly(first.identifier());
    }

    @Test
    void remindsWithTheFirstMatchAfterTheInterval() {
      place.see(match("gale", "S1", 0).remind(Duration.ofHours(6)));
      for (int minutes = 60; minutes < 360; minutes += 60) {
        assertThat(place.see(match("gale", "S1", minutes).remind(Duration.ofHours(6)))).isEmpty();
      }
      Alert reminder = place.see(match("gale", "S1", 360).remind(Duration.ofHours(6))).get(0);

      assertThat(reminder.reason()).isEqualTo(Reason.REMINDER);
      assertThat(reminder.suppressed()).isEqualTo(5);
      assertThat(reminder.matches()).isEqualTo(7);
    }

    @Test
    void lastingDangerIsToldAgainBeforeItsRecordExpires() {
      for (int minutes = 0; minutes <= 3 * 24 * 60; minutes += 60) {
        place.see(match("gale", "S1", minutes));
        long expires = place.log.get(place.log.size() - 1).expiresMillis();
        assertThat(expires).isGreaterThanOrEqualTo(at(minutes + 180));
      }
      assertThat(place.reasons())
          .containsExactly(Reason.FIRST_MATCH, Reason.REMINDER, Reason.REMINDER);
    }
  }

  @Nested
  class Severities {
    @Test
    void risesAtOnceAndFlappingIsToldOnce() {
      place.see(match("gale", "S1", 0));
      for (int minutes = 10; minutes <= 600; minutes += 10) {
        place.see(
            match("gale", "S1", minutes)
                .severity(minutes % 20 == 0 ? Severity.SEVERE : Severity.MODERATE));
      }
      assertThat(place.reasons()).containsExactly(Reason.FIRST_MATCH, Reason.SEVERITY_RAISED);
      assertThat(place.log.get(1).sentMillis()).isEqualTo(at(20));
      assertThat(place.log.get(1).message().severity()).isEqualTo(Severity.SEVERE);
    }

    @Test
    void fallsWhenNothingSoSevereWasSeenForQuiet() {
      place.see(match("gale", "S1", 0).severity(Severity.SEVERE));
      for (int minutes = 10; minutes <= 180; minutes += 10) {
        assertThat(place.see(match("gale", "S1", minutes))).isEmpty();
      }
      Alert lowered = place.see(match("gale", "S1", 190)).get(0);

      assertThat(lowered.reason()).isEqualTo(Reason.SEVERITY_LOWERED);
      assertThat(lowered.message().severity()).isEqualTo(Severity.MODERATE);
      assertThat(place.see(match("gale", "S1", 200))).isEmpty();
    }
  }

  @Nested
  class ByRegion {
    @Test
    void joiningStationsGrowOneIncident() {
      place.see(match("gale", "S1", 0).region("north"));
      Alert grown = place.see(match("gale", "S2", 7).region("north")).get(0);

      assertThat(grown.reason()).isEqualTo(Reason.AREA_GREW);
      assertThat(grown.msgType()).isEqualTo(MsgType.UPDATE);
      assertThat(grown.areaDesc()).isEqualTo("north: Station S1, Station S2");
      assertThat(grown.places()).extracting(AlertPlace::stationId).containsExactly("S1", "S2");
      assertThat(grown.message().headline()).isEqualTo("gale at S2");
      assertThat(place.see(match("gale", "S2", 9).region("north"))).isEmpty();
    }

    @Test
    void stationsThatMatchAtTheSameTimeMakeOneRecord() {
      Detections.Builder[] matches =
          IntStream.range(0, 10)
              .mapToObj(i -> match("gale", "S" + i, 0).region("north"))
              .toArray(Detections.Builder[]::new);
      List<Alert> records = place.see(matches);

      assertThat(records).hasSize(1);
      assertThat(records.get(0).places()).hasSize(10);
      assertThat(records.get(0).matches()).isEqualTo(10);
      assertThat(records.get(0).suppressed()).isEqualTo(9);
    }

    @Test
    void endsByConditionWhenAllStationsAreClear() {
      place.see(match("gale", "S1", 0).region("n"), match("gale", "S2", 0).region("n"));
      assertThat(place.see(clearInRegion("gale", "S1", "n", 10))).isEmpty();
      assertThat(place.see(match("gale", "S1", 15).region("n"))).isEmpty();
      assertThat(place.see(clearInRegion("gale", "S2", "n", 20))).isEmpty();

      Alert end = place.see(clearInRegion("gale", "S1", "n", 30)).get(0);

      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
    }

    @Test
    void stationsThatAreClearDoNotHoldTheIncidentOpen() {
      place.see(match("gale", "S1", 0).region("n"));
      place.see(match("gale", "S2", 100).region("n"));
      place.see(clearInRegion("gale", "S2", "n", 110));

      Alert end = place.until(180).get(0);

      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_QUIET);
      assertThat(end.sentMillis()).isEqualTo(at(180));
    }

    @Test
    void conditionAtTheLastLiveStationEndsWhatTheOthersLeftQuiet() {
      place.see(match("gale", "S1", 0).region("n"));
      place.see(match("gale", "S2", 100).region("n"));

      Alert end = place.see(clearInRegion("gale", "S2", "n", 200)).get(0);

      assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
      assertThat(end.sentMillis()).isEqualTo(at(200));
    }

    @Test
    void stationsBeyondTheLimitAreCountedAndHoldTheIncidentOpen() {
      IncidentSettings defaults = IncidentSettings.defaults();
      PlaceUnderTest small =
          new PlaceUnderTest(
              new IncidentSettings(
                  "a@b",
                  defaults.status(),
                  defaults.scope(),
                  Duration.ofHours(1),
                  Duration.ofHours(1),
                  2,
                  Duration.ZERO));
      small.see(
          match("gale", "S1", 0).region("n"),
          match("gale", "S2", 0).region("n"),
          match("gale", "S3", 60).region("n"));

      assertThat(small.reasons()).containsExactly(Reason.FIRST_MATCH);
      Alert end = small.until(240).get(0);
      assertThat(end.sentMillis()).isEqualTo(at(240));
      assertThat(end.areaDesc()).isEqualTo("n: Station S1, Station S2 and others");
      assertThat(end.matches()).isEqualTo(3);
    }
  }

  @Nested
  class Inhibiting {
    @Test
    void incidentThatBeginsWithItsInhibitorIsSilentFromTheStart() {
      place.see(match("gale", "S1", 0), match("hurricane", "S1", 0).inhibits("gale"));

      assertThat(place.log).extracting(Alert::rule).containsExactly("hurricane");
    }

    @Test
    void silencedIncidentIsToldIfItOutlivesItsInhibitor() {
      place.see(match("hurricane", "S1", 0).inhibits("gale"));
      place.see(match("gale", "S1", 10), match("gale", "S1", 20), match("gale", "S1", 60));

      List<Alert> records = place.until(180);

      assertThat(records).extracting(Alert::rule).containsExactly("hurricane", "gale");
      assertThat(records.get(0).reason()).isEqualTo(Reason.ENDED_BY_QUIET);
      Alert gale = records.get(1);
      assertThat(gale.reason()).isEqualTo(Reason.INHIBITOR_ENDED);
      assertThat(gale.msgType()).isEqualTo(MsgType.ALERT);
      assertThat(gale.sequence()).isZero();
      assertThat(gale.suppressed()).isEqualTo(3);
      assertThat(gale.evidence()).hasSize(1);
      assertThat(place.until(240)).extracting(Alert::reason).containsExactly(Reason.ENDED_BY_QUIET);
    }

    @Test
    void silencedIncidentThatEndsFirstIsNeverTold() {
      place.see(match("hurricane", "S1", 10).inhibits("gale"), match("gale", "S1", 10));
      place.see(match("hurricane", "S1", 100).inhibits("gale"));
      place.until(1000);

      assertThat(place.log).extracting(Alert::rule).containsOnly("hurricane");
    }

    @Test
    void whoWasToldTheBeginningIsToldTheEndThoughSilenced() {
      place.see(match("gale", "S1", 0));
      place.see(match("hurricane", "S1", 10).inhibits("gale"));
      assertThat(place.see(match("gale", "S1", 20).severity(Severity.SEVERE))).isEmpty();

      List<Alert> records = place.see(clear("gale", "S1", 30));

      assertThat(records).extracting(Alert::reason).containsExactly(Reason.ENDED_BY_CONDITION);
    }

    @Test
    void incidentToldBeforeIsUpdatedWhenItsInhibitorEnds() {
      place.see(match("gale", "S1", 0));
      place.see(match("hurricane", "S1", 10).inhibits("gale"));
      place.see(match("gale", "S1", 60));

      List<Alert> records = place.see(clear("hurricane", "S1", 70));

      assertThat(records)
          .extracting(Alert::reason)
          .containsExactly(Reason.ENDED_BY_CONDITION, Reason.INHIBITOR_ENDED);
      assertThat(records.get(1).msgType()).isEqualTo(MsgType.UPDATE);
    }

    @Test
    void silencesThroughAnIncidentThatIsSilentItself() {
      place.see(
          match("gale", "S1", 0),
          match("storm", "S1", 0).inhibits("gale"),
          match("hurricane", "S1", 0).inhibits("storm"));

      assertThat(place.log).extracting(Alert::rule).containsExactly("hurricane");
    }

    @Test
    void ofTwoThatSilenceEachOtherTheFirstIsTold() {
      place.see(match("b", "S1", 0).inhibits("a"));
      place.see(match("a", "S1", 10).inhibits("b"));

      assertThat(place.log).extracting(Alert::rule).containsExactly("b");
      assertThat(place.see(match("b", "S1", 20).inhibits("a").severity(Severity.EXTREME)))
          .extracting(Alert::reason)
          .containsExactly(Reason.SEVERITY_RAISED);
    }

    @Test
    void removingTheInhibitorFreesWhatItSilenced() {
      place.see(match("hurricane", "S1", 0).inhibits("gale"), match("gale", "S1", 0));

      assertThat(place.remove("hurricane", 30))
          .extracting(Alert::reason)
          .containsExactly(Reason.RULE_REMOVED, Reason.INHIBITOR_ENDED);
    }
  }
}
