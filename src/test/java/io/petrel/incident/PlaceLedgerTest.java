package io.petrel.incident;

import static io.petrel.incident.Detections.at;
import static io.petrel.incident.Detections.match;
import static io.petrel.incident.Detections.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaceLedgerTest {
  private static final IncidentSettings SETTINGS = revising(Duration.ofHours(6));

  private PlaceLedger ledger = new PlaceLedger(SETTINGS);
  private final List<Alert> log = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  static IncidentSettings revising(Duration reviseFor) {
    IncidentSettings usual = IncidentSettings.defaults();
    return new IncidentSettings(
        usual.sender(),
        usual.status(),
        usual.scope(),
        usual.expires(),
        usual.endExpires(),
        usual.places(),
        reviseFor);
  }

  @Test
  void matchInOrderIsPublishedAtOnceAndProvisional() {
    Alert alert = see(gale("S1", 10).build()).get(0);

    assertThat(alert.reason()).isEqualTo(Reason.FIRST_MATCH);
    assertThat(alert.sentMillis()).isEqualTo(at(10));
    assertThat(alert.provisionalUntilMillis()).isEqualTo(at(10 + 360));
    assertThat(alert.context()).as("the chart").isNotEmpty();
  }

  @Test
  void onlyMatchWithdrawnCancelsTheIncidentAndSaysWhy() {
    Match match = gale("S1", 10).build();
    see(match);
    Alert cancel = see(revision(match, null)).get(0);

    assertThat(cancel.msgType()).isEqualTo(MsgType.CANCEL);
    assertThat(cancel.reason()).isEqualTo(Reason.WITHDRAWN);
    assertThat(cancel.note())
        .isEqualTo(
            "The report of 00:10 UTC at Kennedy was corrected: wind gust 62.0 m/s is 12.0 m/s.");
    assertThat(cancel.sequence()).isEqualTo(1);
    assertThat(cancel.references()).hasSize(1);
    assertThat(ledger.incidents().open()).isEmpty();
  }

  @Test
  void raisedSeverityThatIsWithdrawnIsCorrected() {
    Match worse = gale("S1", 20).severity(Severity.EXTREME).build();
    see(gale("S1", 10).build());
    see(worse);
    Alert corrected = see(revision(worse, gale("S1", 20).build())).get(0);

    assertThat(reasons())
        .containsExactly(Reason.FIRST_MATCH, Reason.SEVERITY_RAISED, Reason.CORRECTED);
    assertThat(corrected.message().severity()).isEqualTo(Severity.MODERATE);
    assertThat(corrected.msgType()).isEqualTo(MsgType.UPDATE);
    assertThat(corrected.note()).startsWith("The report of 00:20 UTC at Kennedy was corrected");
    assertThat(corrected.evidence().get(0).observations()).isNotEmpty();
  }

  @Test
  void stationThatJoinedByMistakeIsCorrected() {
    Match other = gale("S2", 20).build();
    see(gale("S1", 10).build());
    see(other);
    Alert corrected = see(revision(other, null)).get(0);

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.AREA_GREW, Reason.CORRECTED);
    assertThat(corrected.places()).hasSize(1);
  }

  @Test
  void describedMatchThatChangedIsCorrectedThoughNothingIsLess() {
    Match before = gale("S1", 10).peak(30).build();
    see(before);
    Alert corrected = see(revision(before, gale("S1", 10).peak(25).build())).get(0);

    assertThat(corrected.reason()).isEqualTo(Reason.CORRECTED);
    assertThat(corrected.peak()).isEqualTo(25);
    assertThat(see(gale("S1", 30).build())).as("nothing new").isEmpty();
  }

  @Test
  void lateMatchThatAddsNothingIsNotTold() {
    see(gale("S1", 10).build());
    see(gale("S1", 30).build());
    assertThat(see(gale("S1", 20).build())).isEmpty();
    assertThat(ledger.incidents().open().get("gale").matches()).isEqualTo(3);
  }

  @Test
  void lateMatchThatIsWorseRaisesTheSeverity() {
    see(gale("S1", 10).build());
    see(gale("S1", 30).build());
    Alert raised = see(gale("S2", 20).severity(Severity.SEVERE).build()).get(0);

    assertThat(raised.reason()).isEqualTo(Reason.SEVERITY_RAISED);
    assertThat(raised.places()).hasSize(2);
    assertThat(raised.sentMillis()).as("not before what was sent").isEqualTo(at(30));
  }

  @Test
  void earlierMatchReplacesTheIncidentAndBothRecordsSaySo() {
    Alert old = see(gale("S1", 20).build()).get(0);
    List<Alert> update = see(gale("S2", 10).build());

    assertThat(update)
        .extracting(Alert::reason)
        .containsExactly(Reason.WITHDRAWN, Reason.FIRST_MATCH);
    assertThat(update.get(0).incidentId()).isEqualTo(old.incidentId());
    assertThat(update.get(0).note())
        .isEqualTo(
            "A report of 00:10 UTC from Station S2 came late. It is now part of incident %s."
                .formatted(update.get(1).incidentId()));
    assertThat(update.get(1).note())
        .isEqualTo(
            "A report of 00:10 UTC from Station S2 came late."
                + " It replaces incident %s, which is withdrawn.".formatted(old.incidentId()));
    assertThat(update.get(1).places()).hasSize(2);
  }

  @Test
  void matchThatBridgesTwoIncidentsWithdrawsTheSecondAndOpensTheFirstAgain() {
    see(gale("S1", 0).build());
    see(gale("S1", 300).build());
    pass(200);
    assertThat(reasons()).contains(Reason.ENDED_BY_QUIET);
    log.clear();
    see(gale("S1", 150).build());

    assertThat(reasons()).containsExactly(Reason.WITHDRAWN, Reason.CORRECTED);
    assertThat(log.get(1).isEnd()).isFalse();
    assertThat(log.get(1).sequence()).isEqualTo(2);
    assertThat(ledger.incidents().open().get("gale").openedMillis()).isEqualTo(at(0));
  }

  @Test
  void endByQuietWaitsForTheWatermarkAndForTheSlowestFeed() {
    see(gale("S1", 0).extraDelay(Duration.ofMinutes(30)).build());
    see(gale("S2", 300).build());
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.FIRST_MATCH);
    assertThat(ledger.nextMillis()).isEqualTo(at(180 + 30));
    pass(209);
    assertThat(log).hasSize(2);
    pass(210);

    assertThat(log.get(2).reason()).isEqualTo(Reason.ENDED_BY_QUIET);
    assertThat(log.get(2).sentMillis()).isEqualTo(at(180));
    assertThat(log.get(2).incidentId()).isEqualTo(log.get(0).incidentId());
  }

  @Test
  void clearEndsAtOnceAndItsWithdrawalOpensAgain() {
    Clear clear = new Clear("gale", "v1", "S1", at(20), Map.of("region", "n"), false);
    see(gale("S1", 10).build());
    assertThat(see(clear).get(0).reason()).isEqualTo(Reason.ENDED_BY_CONDITION);
    Alert again = see(revision(clear, null)).get(0);

    assertThat(again.reason()).isEqualTo(Reason.CORRECTED);
    assertThat(again.msgType()).isEqualTo(MsgType.UPDATE);
    assertThat(again.isEnd()).isFalse();
    pass(190);
    assertThat(log.get(3).reason()).isEqualTo(Reason.ENDED_BY_QUIET);
  }

  @Test
  void lateMatchOfAnIncidentThatIsOverCorrectsItsEnd() {
    see(gale("S1", 10).build());
    see(new Clear("gale", "v1", "S1", at(60), Map.of("region", "n"), false));
    Alert corrected = see(gale("S1", 40).peak(9).build()).get(0);

    assertThat(corrected.reason()).isEqualTo(Reason.CORRECTED);
    assertThat(corrected.responseType()).isEqualTo(ResponseType.ALL_CLEAR);
    assertThat(corrected.matches()).isEqualTo(2);
    assertThat(corrected.peak()).isEqualTo(9);
  }

  @Test
  void incidentThatComesBackAfterItsWithdrawalContinues() {
    Match match = gale("S1", 10).build();
    see(match);
    see(revision(match, null));
    Alert again = see(revision(null, match)).get(0);

    assertThat(again.reason()).isEqualTo(Reason.CORRECTED);
    assertThat(again.sequence()).isEqualTo(2);
    assertThat(again.incidentId()).isEqualTo(log.get(0).incidentId());
  }

  @Test
  void oneReportThatCorrectsTwoRulesIsOneStep() {
    Match gale = gale("S1", 10).build();
    Match hurricane =
        match("hurricane", "S1", 10).region("n").inhibits("gale").immediately().build();
    assertThat(see(gale, hurricane)).extracting(Alert::rule).containsExactly("hurricane");
    List<Alert> update = see(revision(hurricane, null), revision(gale, null));

    assertThat(update).extracting(Alert::rule).containsExactly("hurricane");
    assertThat(update).extracting(Alert::reason).containsExactly(Reason.WITHDRAWN);
  }

  @Test
  void matchOlderThanTheHorizonIsTakenThereAndCounted() {
    see(gale("S1", 1000).quiet(Duration.ofDays(2)).build());
    pass(1000);
    PlaceLedger.Outcome outcome = ledger.take(List.of(gale("S2", 100).build()), Set.of(), at(1000));

    assertThat(outcome.late).isEqualTo(1);
    assertThat(outcome.records).isNotEmpty();
    assertThat(ledger.take(List.of(revision(gale("S2", 100).build(), null)), Set.of(), at(1000)))
        .satisfies(
            late -> {
              assertThat(late.late).isEqualTo(1);
              assertThat(late.records).isEmpty();
            });
  }

  @Test
  void removedRuleIsCancelledAndDoesNotComeBack() {
    see(match("hurricane", "S1", 5).region("n").inhibits("gale").immediately().build());
    see(gale("S1", 10).build());
    assertThat(log).hasSize(1);
    log.addAll(ledger.remove(Set.of("hurricane"), at(12)).records);

    assertThat(log.get(1).reason()).isEqualTo(Reason.RULE_REMOVED);
    assertThat(log.get(2).rule()).as("no longer silenced").isEqualTo("gale");
    see(gale("S2", 8).build());
    assertThat(log).extracting(Alert::rule).filteredOn("hurricane"::equals).hasSize(2);
  }

  @Test
  void tailIsBoundedInBytesAndMovesTheHorizon() {
    int shortened = 0;
    for (int minute = 0; minute < 10_000; minute++) {
      PlaceLedger.Outcome outcome =
          ledger.take(List.of(gale("S1", minute).build()), Set.of(), Long.MIN_VALUE);
      shortened += outcome.shortened;
    }
    assertThat(shortened).isPositive();
    assertThat(ledger.bytesInMemory()).isLessThan(3 * PlaceLedger.MOST_BYTES);
    assertThat(ledger.incidents().open().get("gale").matches()).isEqualTo(10_000);
    Match newest = gale("S1", 9_999).severity(Severity.EXTREME).build();
    see(newest);
    assertThat(see(revision(newest, null)).get(0).reason()).isEqualTo(Reason.CORRECTED);
  }

  @Test
  void nothingIsLeftOfWhatIsOverAndOld() {
    Match withdrawn = gale("S1", 10).build();
    see(withdrawn);
    see(revision(withdrawn, null));
    see(gale("S1", 20).build());
    for (long minute = 20; ledger.nextMillis() < Long.MAX_VALUE; minute++) {
      assertThat(minute).isLessThan(2_000);
      if (ledger.nextMillis() <= at(minute)) {
        pass(minute);
      }
    }
    assertThat(ledger.isEmpty()).isTrue();
  }

  @Test
  void lateReportSaysItsValues() {
    assertThat(
            ReportWords.of(
                new ReportChange(
                    ReportChange.Kind.LATE_REPORT,
                    "icao:KJFK",
                    "Kennedy",
                    at(830),
                    List.of(
                        new ReportChange.Value("wind_gust_ms", Double.NaN, 31),
                        new ReportChange.Value("extra.lightning_count", Double.NaN, 4)))))
        .isEqualTo(
            "A report of 13:50 UTC from Kennedy came late"
                + " (wind gust 31.0 m/s, extra.lightning_count 4.0).");
  }

  private static Detections.Builder gale(String station, long minute) {
    return match("gale", station, minute).region("n").immediately();
  }

  private List<Alert> see(Detection... detections) {
    List<Alert> records = ledger.take(List.of(detections), Set.of(), watermark).records;
    log.addAll(records);
    return records;
  }

  private void pass(long minute) {
    watermark = at(minute);
    log.addAll(ledger.take(List.of(), Set.of(), watermark).records);
  }

  private List<Reason> reasons() {
    return log.stream().map(Alert::reason).toList();
  }
}
