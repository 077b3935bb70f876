package io.petrel.incident;

import static io.petrel.incident.Detections.at;
import static io.petrel.incident.Detections.clear;
import static io.petrel.incident.Detections.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Resumption;
import io.petrel.incident.silence.StationHeard;
import io.petrel.state.CodecTypeInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** PlaceIncidents whose state is lost, from their newest record on. */
class ResumptionTest {
  private final PlaceUnderTest before = new PlaceUnderTest();
  private final PlaceUnderTest after = new PlaceUnderTest();

  @Test
  void aDangerThatGoesOnIsNotToldAnew() {
    before.see(match("gale", "S1", 0));
    before.see(match("gale", "S1", 60).severity(Severity.SEVERE));
    after.until(600, resumption(last()));
    assertThat(after.see(match("gale", "S1", 650).severity(Severity.SEVERE))).isEmpty();

    Alert raised = after.see(match("gale", "S1", 700).severity(Severity.EXTREME)).get(0);

    assertThat(raised.reason()).isEqualTo(Reason.SEVERITY_RAISED);
    assertThat(raised.incidentId()).isEqualTo(last().incidentId());
    assertThat(raised.sequence()).isEqualTo(2);
    assertThat(raised.matches()).isEqualTo(4);
    assertThat(raised.onsetMillis()).isEqualTo(last().onsetMillis());
    assertThat(raised.references()).extracting(r -> r.identifier()).isEqualTo(identifiers(before));
    assertThat(after.until(879)).isEmpty();
    assertThat(after.until(880)).extracting(Alert::reason).containsExactly(Reason.ENDED_BY_QUIET);
  }

  @Test
  void aDangerThatIsOverEndsWhenNothingMatchesForQuietFromNowOn() {
    before.see(match("gale", "S1", 0));
    after.until(600, resumption(last()));

    assertThat(after.until(779)).isEmpty();
    Alert end = after.until(780).get(0);
    assertThat(end.reason()).isEqualTo(Reason.ENDED_BY_QUIET);
    assertThat(end.sentMillis()).isEqualTo(at(780));
    assertThat(end.sequence()).isEqualTo(1);
    assertThat(end.message().description()).contains("for 3 h");
    assertThat(after.open()).isEmpty();
  }

  @Test
  void quietIsThatOfTheRuleAlsoWhereItIsLongerThanRecordsAreValid() {
    before.see(match("dry", "S1", 0).quiet(Duration.ofDays(5)));
    after.until(600, resumption(last()));

    assertThat(after.open().get("dry").terms().quietMillis())
        .isEqualTo(Duration.ofDays(5).toMillis());
  }

  @Test
  void quietIsLongerNeverShorterWhereTheRuleRemindsMoreRarelyThanRecordsExpire() {
    before.see(match("dry", "S1", 0).remind(Duration.ofDays(3)));
    after.until(600, resumption(last()));

    assertThat(after.open().get("dry").terms().quietMillis())
        .isBetween(Duration.ofHours(3).toMillis(), Duration.ofDays(3).toMillis());
  }

  @Test
  void itsConditionForTheEndCountsFromTheNextMatchOn() {
    before.see(match("gale", "S1", 0));
    after.until(600, resumption(last()));
    after.see(match("gale", "S1", 610));

    assertThat(after.see(clear("gale", "S1", 620)))
        .extracting(Alert::reason)
        .containsExactly(Reason.ENDED_BY_CONDITION);
  }

  /** The observations are read again: the same detections come a second time. */
  @Test
  void whatIsSeenAgainIsNotToldAgain() {
    List<Detection> story =
        List.of(
            match("gale", "S1", 0).build(),
            match("gale", "S1", 30).severity(Severity.EXTREME).build(),
            match("gale", "S1", 300).quiet(Duration.ofHours(2)).build(),
            match("gale", "S1", 500).severity(Severity.MINOR).build(),
            match("gale", "S1", 560).severity(Severity.SEVERE).build(),
            match("gale", "S1", 600).severity(Severity.MINOR).build());
    PlaceUnderTest whole = new PlaceUnderTest();
    story.forEach(whole::see);
    whole.until(2000);
    for (Alert last : whole.log) {
      if (last.isEnd()) {
        continue;
      }
      PlaceUnderTest again = new PlaceUnderTest();
      Resumption resumption = resumption(last);
      for (Detection detection : story) {
        if (detection.timeMillis() == resumption.timeMillis()) {
          again.see(resumption, detection);
        } else {
          again.see(detection);
        }
      }
      again.until(2000);
      List<String> rest = new ArrayList<>(identifiers(whole));
      rest.removeIf(id -> again.log.stream().noneMatch(alert -> alert.identifier().equals(id)));
      assertThat(again.log)
          .filteredOn(alert -> alert.incidentId().equals(last.incidentId()))
          .extracting(Alert::sequence)
          .doesNotContain(last.sequence())
          .allMatch(sequence -> sequence > last.sequence());
      assertThat(identifiers(again)).isEqualTo(rest).doesNotHaveDuplicates();
      assertThat(again.open()).isEmpty();
    }
  }

  @Test
  void ofTwoOpenOnesOfARuleTheNewerGoesOn() {
    before.see(match("gale", "S1", 0));
    PlaceUnderTest lostOnce = new PlaceUnderTest();
    lostOnce.see(match("gale", "S1", 300));

    List<Alert> published =
        after.until(600, resumption(lostOnce.log.get(0)), resumption(before.log.get(0)));

    assertThat(published).hasSize(1);
    Alert end = published.get(0);
    assertThat(end.incidentId()).isEqualTo(before.log.get(0).incidentId());
    assertThat(end.reason()).isEqualTo(Reason.STATE_LOST);
    assertThat(end.msgType()).isEqualTo(MsgType.CANCEL);
    assertThat(end.responseType()).isEqualTo(ResponseType.NONE);
    assertThat(end.sequence()).isEqualTo(1);
    assertThat(after.until(780))
        .extracting(Alert::incidentId)
        .containsExactly(lostOnce.log.get(0).incidentId());
  }

  @Test
  void aNameSaysWhenItsIncidentWasOpened() {
    for (String rule : List.of("gale", "a-b-c", "x".repeat(100), "sturm.böen")) {
      String name = IncidentId.of(rule, last("S1").incidentBy(), at(5) + 417);
      assertThat(IncidentId.openedMillis(name, rule, last("S1").incidentBy()))
          .hasValue(at(5) + 417);
      assertThat(IncidentId.openedMillis(name, "other", last("S1").incidentBy())).isEmpty();
    }
    for (String foreign : List.of("", "gale", "a-b-c", "gale-20261399T250000Z-3f9a2c1b7d")) {
      assertThat(IncidentId.openedMillis(foreign, "gale", last("S1").incidentBy())).isEmpty();
    }
  }

  @Test
  void asksOnceAndGivesOutBeforeTimePasses() throws Exception {
    Alert last = resumption(last("S1")).last();
    OperatorSubtaskState early;
    try (var first = harness(() -> List.of(last))) {
      first.open();
      early = first.snapshot(1, 1);
      assertThat(first.extractOutputValues()).isEmpty();
    }
    OperatorSubtaskState done;
    try (var second = harness(ResumptionTest::refuse)) {
      second.initializeState(early);
      second.open();
      second.processWatermark(at(10));
      assertThat(second.extractOutputValues()).containsExactly(resumption(last));
      assertThat(second.getOutput()).hasSize(2).last().isNotInstanceOf(Detection.class);
      second.processWatermark(at(20));
      done = second.snapshot(2, 2);
    }
    try (var third = harness(ResumptionTest::refuse)) {
      third.initializeState(done);
      third.open();
      third.processWatermark(at(30));
      assertThat(third.extractOutputValues()).isEmpty();
    }
  }

  private static List<Alert> refuse() throws IOException {
    throw new IOException("asked again");
  }

  private static OneInputStreamOperatorTestHarness<StationHeard, Detection> harness(
      OpenIncidentStore published) throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new ResumeIncidents(published), 1, 1, 0);
    harness.setup(
        CodecTypeInfo.of(DetectionCodec.INSTANCE).createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  private Alert last() {
    return before.log.get(before.log.size() - 1);
  }

  private static Alert last(String station) {
    return new PlaceUnderTest().see(match("gale", station, 0)).get(0);
  }

  private static List<String> identifiers(PlaceUnderTest place) {
    return place.log.stream().map(Alert::identifier).toList();
  }

  /** As it comes back from the topic of incidents. */
  static Resumption resumption(Alert alert) {
    Alert last = alert.withEvidence(List.of(), List.of());
    return new Resumption(
        last,
        IncidentId.openedMillis(last.incidentId(), last.rule(), last.incidentBy()).orElseThrow());
  }
}
