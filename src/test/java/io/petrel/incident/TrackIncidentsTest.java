package io.petrel.incident;

import static io.petrel.incident.Detections.at;
import static io.petrel.incident.Detections.clear;
import static io.petrel.incident.Detections.clearInRegion;
import static io.petrel.incident.Detections.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.Reason;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackIncidentsTest {
  private static final int MAX_PARALLELISM = 8;

  private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness;

  private IncidentOperator operator;

  @BeforeEach
  void start() throws Exception {
    harness = harness();
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE); // as an idle rule stream does not hold up
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  @Test
  void tellsWhenTheWatermarkHasPassed() throws Exception {
    see(match("gale", "S1", 10).build());
    assertThat(alerts()).isEmpty();

    harness.processWatermark(at(10));
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH);

    harness.processWatermark(at(190));
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.ENDED_BY_QUIET);
  }

  @Test
  void orderOfArrivalDoesNotMatter() throws Exception {
    Detection one = match("gale", "S1", 10).region("n").build();
    Detection two = match("gale", "S2", 5).region("n").build();
    see(one, two);
    harness.processWatermark(at(10));

    assertThat(alerts().get(0).sentMillis()).isEqualTo(at(5));
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.AREA_GREW);
  }

  @Test
  void endOfBoundedInputEndsNoIncident() throws Exception {
    see(match("gale", "S1", 10).build());
    harness.processWatermark(at(10));
    harness.processWatermark(Long.MAX_VALUE);

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH);
  }

  @Test
  void lateDetectionIsTakenWithTheNextWatermark() throws Exception {
    see(match("gale", "S1", 10).region("n").build());
    harness.processWatermark(at(60));
    see(match("gale", "S2", 20).region("n").build());
    harness.processWatermark(at(61));

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.AREA_GREW);
    assertThat(alerts().get(1).sentMillis()).isEqualTo(at(20));
  }

  @Test
  void removedRuleEndsItsIncidentsAndTakesNoMatches() throws Exception {
    see(match("gale", "S1", 10).build(), match("fog", "S1", 10).build());
    harness.processWatermark(at(30));
    harness.processBroadcastElement(rules(1, "fog"), 0);

    assertThat(reasons())
        .containsExactly(Reason.FIRST_MATCH, Reason.FIRST_MATCH, Reason.RULE_REMOVED);
    assertThat(alerts().get(2).sentMillis()).isEqualTo(at(30));

    see(match("gale", "S1", 40).build());
    harness.processWatermark(at(50));
    assertThat(alerts()).hasSize(3);

    harness.processBroadcastElement(rules(2, "fog", "gale"), 0);
    see(match("gale", "S1", 60).build());
    harness.processWatermark(at(60));
    assertThat(alerts()).hasSize(4);
  }

  @Test
  void ruleRemovedAfterTheEndOfInputIsCancelledAtTheIncidentsOwnTime() throws Exception {
    see(match("gale", "S1", 10).build());
    harness.processWatermark(at(10));
    harness.processWatermark(Long.MAX_VALUE);
    harness.processBroadcastElement(rules(1, "fog"), 0);

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.RULE_REMOVED);
    assertThat(alerts().get(1).sentMillis()).isEqualTo(at(10));
  }

  @Test
  void incidentsWhoseStateIsLostGoOnOrEndWhereTheirRuleIsGone() throws Exception {
    see(match("gale", "S1", 10).build(), match("fog", "S2", 10).build());
    see(match("feed-silent", "feed", 10).build());
    harness.processWatermark(at(30));
    List<Alert> published = List.copyOf(alerts());
    assertThat(published).hasSize(3);
    harness.close();
    harness = harness("fog");
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    for (Alert last : published) {
      see(ResumptionTest.resumption(last));
    }
    harness.processWatermark(at(40));

    assertThat(reasons()).containsExactly(Reason.RULE_REMOVED);
    assertThat(alerts().get(0).rule()).isEqualTo("gale");
    assertThat(alerts().get(0).sequence()).isEqualTo(1);

    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness("fog");
    harness.initializeState(snapshot);
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    harness.processWatermark(at(400));

    assertThat(alerts()).extracting(Alert::rule).containsExactlyInAnyOrder("fog", "feed-silent");
    assertThat(alerts()).extracting(Alert::reason).containsOnly(Reason.ENDED_BY_QUIET);
    assertThat(alerts()).extracting(Alert::sentMillis).containsOnly(at(40 + 180));
  }

  @Test
  void matchOfARuleThatIsNotKnownYetIsTaken() throws Exception {
    see(match("new-rule", "S1", 10).build());
    harness.processBroadcastElement(rules(1, "fog", "gale"), 0);
    harness.processWatermark(at(10));

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH);
  }

  @Test
  void recoveryGivesTheSameRecords() throws Exception {
    List<Detection> input =
        List.of(
            match("gale", "S1", 10).build(),
            match("storm", "S1", 20).inhibits("gale").build(),
            match("gale", "S1", 30).build(),
            clear("storm", "S1", 60),
            match("gale", "S1", 100).build(),
            match("fog", "S2", 105).region("n").build(),
            clearInRegion("fog", "S2", "n", 110), // told, and then not true
            match("fog", "S3", 115).region("n").build(),
            clearInRegion("fog", "S3", "n", 118)); // held for 10 minutes
    run(input);
    List<byte[]> expected = bytes(alerts());
    assertThat(expected).hasSize(9);

    for (int crash = 0; crash < input.size(); crash++) {
      harness.close();
      harness = harness();
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      List<byte[]> published = new ArrayList<>();
      for (int i = 0; i < input.size(); i++) {
        see(input.get(i));
        if (i == crash) {
          OperatorSubtaskState snapshot = harness.snapshot(1, 1);
          published.addAll(bytes(alerts()));
          restart(snapshot);
        }
        harness.processWatermark(input.get(i).timeMillis());
      }
      harness.processWatermark(at(1000));
      published.addAll(bytes(alerts()));

      assertThat(published).as("crash at %d", crash).hasSize(expected.size());
      for (int i = 0; i < published.size(); i++) {
        assertThat(published.get(i))
            .as("crash at %d, record %d", crash, i)
            .isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void whatWaitsIsInStateAtACheckpointOrWhenMemoryIsFull() throws Exception {
    int most = TrackIncidents.WAITING_IN_MEMORY;
    for (int i = 0; i < most; i++) {
      see(match("gale", "S" + i % 700, 10 + i / 700).build());
    }
    assertThat(stateEntries()).isZero();
    see(match("gale", "S0", 10).region("n").build());
    int written = stateEntries();
    assertThat(written).as("as many keys as places").isEqualTo(701);

    see(match("fog", "S0", 10).build(), match("fog", "S1", 9).build());
    assertThat(stateEntries()).isEqualTo(written);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    restart(snapshot);
    see(match("storm", "S0", 10).build());
    harness.processWatermark(at(11));

    assertThat(alerts()).hasSize(700 + 1 + 2 + 1).allMatch(a -> a.reason() == Reason.FIRST_MATCH);
    assertThat(alerts().stream().filter(a -> a.rule().equals("gale")).mapToLong(Alert::matches))
        .as("one at 10 and one at 11 at each station")
        .hasSize(701)
        .allMatch(matches -> matches == 1);
    assertThat(alerts().stream().map(Alert::incidentId)).doesNotHaveDuplicates();
    harness.processWatermark(at(1000));
    assertThat(alerts()).hasSize(2 * (700 + 1 + 2 + 1));
    assertThat(stateEntries()).isZero();
  }

  @Test
  void whatWaitsIsInStateWhenItsBytesAreTooMany() throws Exception {
    List<Observation> context = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      context.add(Observation.at("S", at(i)).stationName("A station of some name").build());
    }
    int matches = 0;
    for (long bytes = 0; bytes <= 33 << 20; matches++) {
      Match match = match("gale", "S" + matches, 10).build().withContext(context);
      bytes += match.bytesInMemory();
      see(match);
    }
    assertThat(matches).isLessThan(TrackIncidents.WAITING_IN_MEMORY);
    assertThat(stateEntries()).isGreaterThan(matches / 2);
    harness.processWatermark(at(10));
    assertThat(alerts()).hasSize(matches);
  }

  @Test
  void nothingIsLeftOfAnIncidentAfterItsTime() throws Exception {
    see(match("gale", "S1", 10).build());
    harness.processWatermark(at(10));
    see(clear("gale", "S1", 20));
    harness.processWatermark(at(20));
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.ENDED_BY_CONDITION);
    assertThat(stateEntries()).isPositive();

    harness.processWatermark(at(189));
    assertThat(stateEntries()).isPositive();
    harness.processWatermark(at(190));
    assertThat(stateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void ruleTakenAwayWhileNothingRunsEndsItsIncidents() throws Exception {
    see(match("gale", "S1", 10).build());
    harness.processWatermark(at(30));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness("storm", "fog");
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(at(40));
    harness.processBroadcastElement(rules(1, "storm", "fog"), 0);

    assertThat(reasons()).containsExactly(Reason.RULE_REMOVED);
  }

  @Test
  void ruleSetIsPartOfTheCheckpoint() throws Exception {
    harness.processBroadcastElement(rules(1, "fog"), 0);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    restart(snapshot);
    see(match("gale", "S1", 40).build());
    harness.processWatermark(at(50));

    assertThat(alerts()).isEmpty();
  }

  @Test
  void countsWhatIsOpenInEachSubtaskAfterARescale() throws Exception {
    for (int i = 0; i < 20; i++) {
      see(match("gale", "S" + i, 10).build());
    }
    harness.processWatermark(at(10));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    long open = 0;
    for (int subtask = 0; subtask < 2; subtask++) {
      TrackIncidents function = new TrackIncidents(IncidentSettings.defaults(), Set.of("gale"));
      harness = harness(function, 2, subtask);
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 2, subtask));
      harness.open();
      assertThat(function.openIncidents()).isBetween(1L, 19L);
      open += function.openIncidents();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      harness.processWatermark(at(1000));
      assertThat(function.openIncidents()).isZero();
      harness.close();
    }
    assertThat(open).isEqualTo(20);
  }

  @Test
  void detectionsThatNeedNoWatermarkAreTakenTogetherAfterAMoment() throws Exception {
    restart(revising("gale", "storm"));
    see(match("gale", "S1", 10).immediately().build());
    see(match("storm", "S1", 10).inhibits("gale").immediately().build());
    assertThat(alerts()).isEmpty();
    harness.setProcessingTime(IncidentOperator.TOGETHER_MILLIS);

    assertThat(alerts()).extracting(Alert::rule).containsExactly("storm");
    assertThat(alerts().get(0).provisionalUntilMillis()).isEqualTo(at(10 + 360));
  }

  @Test
  void whatIsRevisedAfterARecoveryIsCorrected() throws Exception {
    restart(revising("gale"));
    Match match = match("gale", "S1", 10).immediately().build();
    see(match);
    operator.prepareSnapshotPreBarrier(1);
    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = revising("gale");
    harness.initializeState(snapshot);
    restart(harness);
    assertThat(((TrackIncidents) operator.getUserFunction()).openIncidents()).isEqualTo(1);
    see(Detections.revision(match, null));
    harness.processWatermark(at(20));

    assertThat(reasons()).containsExactly(Reason.WITHDRAWN);
    assertThat(alerts().get(0).sequence()).isEqualTo(1);
    assertThat(((TrackIncidents) operator.getUserFunction()).openIncidents()).isZero();
    harness.snapshot(2, 2);
    assertThat(stateEntries()).isPositive();
    harness.processWatermark(at(10 + 2 * 360));
    assertThat(stateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void whatWaitsCanBeWithdrawn() throws Exception {
    restart(revising("gale"));
    Match match = match("gale", "S1", 10).build();
    see(match, match("gale", "S2", 10).build());
    harness.snapshot(1, 1);
    see(Detections.revision(match, match("gale", "S1", 20).build()));
    harness.processWatermark(at(15));
    assertThat(alerts()).extracting(Alert::areaDesc).containsExactly("Station S2");
    harness.processWatermark(at(20));

    assertThat(reasons()).containsExactly(Reason.FIRST_MATCH, Reason.FIRST_MATCH);
    assertThat(alerts().get(1).sentMillis()).isEqualTo(at(20));
  }

  @Test
  void removedRuleIsForgottenInItsLedger() throws Exception {
    restart(revising("gale", "fog"));
    Match match = match("gale", "S1", 10).immediately().build();
    see(match, match("fog", "S1", 12).immediately().build());
    harness.processBroadcastElement(rules(1, "fog"), 0);
    assertThat(reasons())
        .containsExactly(Reason.FIRST_MATCH, Reason.FIRST_MATCH, Reason.RULE_REMOVED);
    see(Detections.revision(match, null), match("gale", "S1", 15).immediately().build());
    harness.processWatermark(at(20));

    assertThat(alerts()).hasSize(3);
  }

  private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> revising(
      String... rules) throws Exception {
    return harness(
        new TrackIncidents(PlaceLedgerTest.revising(Duration.ofHours(6)), Set.of(rules)), 1, 0);
  }

  private void restart(
      KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> next)
      throws Exception {
    if (harness != next) {
      harness.close();
    }
    harness = next;
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
  }

  private void restart(OperatorSubtaskState snapshot) throws Exception {
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
  }

  private void run(List<Detection> input) throws Exception {
    for (Detection detection : input) {
      see(detection);
      harness.processWatermark(detection.timeMillis());
    }
    harness.processWatermark(at(1000));
  }

  private void see(Detection... detections) throws Exception {
    for (Detection detection : detections) {
      harness.processElement(detection, detection.timeMillis());
    }
  }

  private List<Alert> alerts() {
    return harness.extractOutputValues();
  }

  private List<Reason> reasons() {
    return alerts().stream().map(Alert::reason).toList();
  }

  private static List<byte[]> bytes(List<Alert> alerts) throws Exception {
    List<byte[]> bytes = new ArrayList<>();
    for (Alert alert : alerts) {
      bytes.add(AlertCodec.INSTANCE.toBytes(alert));
    }
    return bytes;
  }

  private static RuleSetUpdate rules(long revision, String... ids) {
    return new RuleSetUpdate(
        revision, Arrays.stream(ids).map(id -> new RuleFile(id + ".yaml", "rule: " + id)).toList());
  }

  private int stateEntries() {
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }

  private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness()
      throws Exception {
    return harness("gale", "storm", "fog");
  }

  private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness(
      String... initialRules) throws Exception {
    return harness(new TrackIncidents(IncidentSettings.defaults(), Set.of(initialRules)), 1, 0);
  }

  private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness(
      TrackIncidents function, int parallelism, int subtask) throws Exception {
    operator = new IncidentOperator(function);
    KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness =
        new KeyedBroadcastOperatorTestHarness<>(
            operator,
            detection -> IncidentTracker.place(detection.by()),
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            subtask);
    harness.setup(
        CodecTypeInfo.of(AlertCodec.INSTANCE)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }
}
