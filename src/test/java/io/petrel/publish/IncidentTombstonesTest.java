package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.MsgType;
import io.petrel.alert.ResponseType;
import io.petrel.state.CodecTypeInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentTombstonesTest {
  private static final long KEEP = 1_000;
  private KeyedTwoInputStreamOperatorTestHarness<
          String, Alert, Tuple2<String, Long>, IncidentUpsert>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new IncidentTombstones(KEEP)),
            Alert::incidentId,
            ended -> ended.f0,
            Types.STRING);
    harness.setup(
        CodecTypeInfo.of(IncidentUpsert.CODEC)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void anEndedIncidentIsForgottenAfterItsTime() throws Exception {
    Alert open = TestAlerts.alert("i1", 0, MsgType.ALERT, ResponseType.MONITOR, 100);
    Alert end = TestAlerts.alert("i1", 1, MsgType.UPDATE, ResponseType.ALL_CLEAR, 500);
    harness.processElement1(open, 100);
    harness.processElement1(end, 500);
    harness.processBothWatermarks(new Watermark(500 + KEEP - 1));
    assertThat(harness.extractOutputValues())
        .containsExactly(new IncidentUpsert("i1", open), new IncidentUpsert("i1", end));
    harness.processBothWatermarks(new Watermark(500 + KEEP));
    assertThat(harness.extractOutputValues()).last().isEqualTo(new IncidentUpsert("i1", null));
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void whatHadEndedBeforeAStartWithoutStateIsForgottenToo() throws Exception {
    harness.processElement2(new StreamRecord<>(Tuple2.of("i1", 500L)));
    harness.processElement2(new StreamRecord<>(Tuple2.of("i2", 500L)));
    // It goes on: the end that was known is none.
    Alert again = TestAlerts.alert("i2", 2, MsgType.UPDATE, ResponseType.MONITOR, 700);
    harness.processElement1(again, 700);
    harness.processBothWatermarks(new Watermark(500 + KEEP));
    assertThat(harness.extractOutputValues())
        .containsExactly(new IncidentUpsert("i2", again), new IncidentUpsert("i1", null));
  }

  @Test
  void anOpenIncidentIsKeptAndTakesNoState() throws Exception {
    harness.processElement1(
        TestAlerts.alert("i1", 0, MsgType.ALERT, ResponseType.MONITOR, 100), 100);
    assertThat(harness.numKeyedStateEntries()).isZero();
    harness.processBothWatermarks(new Watermark(1_000_000));
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void aCancelledIncidentIsForgottenToo() throws Exception {
    harness.processElement1(TestAlerts.alert("i1", 1, MsgType.CANCEL, ResponseType.NONE, 500), 500);
    harness.processBothWatermarks(new Watermark(500 + KEEP));
    assertThat(harness.extractOutputValues()).last().isEqualTo(new IncidentUpsert("i1", null));
  }

  @Test
  void theEndOfABoundedInputIsNotTheEndOfTime() throws Exception {
    harness.processElement1(TestAlerts.alert("i1", 1, MsgType.CANCEL, ResponseType.NONE, 500), 500);
    harness.processBothWatermarks(Watermark.MAX_WATERMARK);
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  /** What a reader of the compacted topic knows is what the log of all alerts says. */
  @Test
  void theTopicIsTheFoldOfTheLog() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      close();
      open();
      Random random = new Random(seed);
      Map<String, Alert> log = new TreeMap<>();
      Map<String, Integer> sequences = new HashMap<>();
      long time = 0;
      for (int n = 0; n < 60; n++) {
        time += random.nextInt(400);
        String id = "i" + random.nextInt(8);
        if (log.containsKey(id) && log.get(id).isEnd()) {
          continue; // an incident that ended has no more records
        }
        boolean end = random.nextInt(3) == 0;
        Alert alert =
            TestAlerts.alert(
                id,
                sequences.merge(id, 1, Integer::sum),
                end && random.nextBoolean() ? MsgType.CANCEL : MsgType.UPDATE,
                end ? ResponseType.ALL_CLEAR : ResponseType.MONITOR,
                time);
        log.put(id, alert);
        harness.processElement1(alert, time);
        harness.processBothWatermarks(new Watermark(time));
        long now = time;
        Map<String, Alert> folded = new TreeMap<>(log);
        folded.values().removeIf(a -> a.isEnd() && a.sentMillis() + KEEP <= now);
        assertThat(compacted()).as("seed %d", seed).isEqualTo(folded);
      }
    }
  }

  /** The last value of each key, without the keys whose last value is none. */
  private Map<String, Alert> compacted() {
    Map<String, Alert> newest = new TreeMap<>();
    for (IncidentUpsert change : harness.extractOutputValues()) {
      if (change.alert() == null) {
        newest.remove(change.incidentId());
      } else {
        newest.put(change.incidentId(), change.alert());
      }
    }
    return newest;
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    harness.processElement1(TestAlerts.alert("i1", 1, MsgType.CANCEL, ResponseType.NONE, 500), 500);
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new IncidentTombstones(KEEP)),
            Alert::incidentId,
            ended -> ended.f0,
            Types.STRING);
    harness.setup(
        CodecTypeInfo.of(IncidentUpsert.CODEC)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.initializeState(snapshot);
    harness.open();
    harness.processBothWatermarks(new Watermark(500 + KEEP));
    assertThat(harness.extractOutputValues()).containsExactly(new IncidentUpsert("i1", null));
  }

  @Test
  void changesSurviveTheNetwork() throws Exception {
    var serializer =
        CodecTypeInfo.of(AlertCodec.INSTANCE)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig());
    assertThat(serializer.isImmutableType()).isTrue();
    for (Alert alert :
        new Alert[] {null, TestAlerts.alert("i1", 1, MsgType.CANCEL, ResponseType.NONE, 500)}) {
      IncidentUpsert change = new IncidentUpsert("i1", alert);
      assertThat(IncidentUpsert.CODEC.fromBytes(IncidentUpsert.CODEC.toBytes(change)))
          .isEqualTo(change);
    }
  }
}
