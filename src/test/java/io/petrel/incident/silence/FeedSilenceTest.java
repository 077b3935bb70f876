package io.petrel.incident.silence;

import static io.petrel.incident.Detections.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.incident.Detections;
import io.petrel.incident.PlaceUnderTest;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FeedSilenceTest {
  private static final long SEED = Long.getLong("petrel.seed", 3L);
  private static final int CASES = Integer.getInteger("petrel.cases", 300);
  private static final FeedSilenceSettings SETTINGS = FeedSilenceSettings.defaults();
  private final FeedSilence guard = new FeedSilence(SETTINGS);

  @Test
  void oneSilentStationIsToldWhenTheOthersKeepReporting() {
    reports(0, 10);
    guard.add(silent("S1", 180));

    assertThat(guard.advance(at(209))).isEmpty();
    List<Detection> out = guard.advance(at(210));

    assertThat(out).hasSize(1);
    assertThat(out.get(0).stationId()).isEqualTo("S1");
    assertThat(out.get(0).timeMillis()).isEqualTo(at(210));
  }

  @Test
  void silenceThatALateReportDisprovesIsNotTold() {
    reports(0, 10);
    Match held = silent("S1", 180);
    Match waits = silent("S2", 250);
    guard.add(held);
    guard.add(waits);
    guard.advance(at(190));

    assertThat(guard.revise(Detections.revision(held, silent("S1", 185)), true)).isEmpty();
    assertThat(guard.revise(Detections.revision(waits, null), false)).isEmpty();
    assertThat(guard.advance(at(1000)))
        .extracting(Detection::stationId, Detection::timeMillis)
        .containsExactly(tuple("S1", at(215)));
  }

  @Test
  void silenceThatWasToldIsWithdrawnAsItWasToldAlsoAfterARecovery() throws IOException {
    reports(0, 10);
    Match match = silent("S1", 180);
    guard.add(match);
    Detection told = guard.advance(at(210)).get(0);
    FeedSilence restored = new FeedSilence(SETTINGS);
    restored.restore(
        FeedSilenceState.CODEC.fromBytes(FeedSilenceState.CODEC.toBytes(guard.state())));
    Revision revision = restored.revise(Detections.revision(match, null), false).orElseThrow();

    assertThat(told.id()).isNotEqualTo(match.id());
    assertThat(revision.withdrawn())
        .containsExactly(new Revision.Withdrawn(told.id(), told.timeMillis()));
    assertThat(restored.revise(Detections.revision(match, null), false)).isEmpty();
  }

  @Test
  void revisionOfAnotherRuleIsNotToldTwice() {
    assertThat(guard.revise(Detections.revision(silent("S1", 180), null), false)).isEmpty();
  }

  @Test
  void stationThatComesBackWhileHeldIsNotTold() {
    reports(0, 10);
    guard.add(silent("S1", 180));
    guard.add(silent("S2", 180));
    guard.add(new StationHeard("S1", at(190)));
    guard.add(Detections.clear("station-silent", "S2", 200));

    assertThat(guard.advance(at(1000))).isEmpty();
  }

  @Test
  void manyThatGoSilentTogetherAreOneSilentFeed() {
    reports(0, 10);
    for (int i = 0; i < 10; i++) {
      guard.add(silent("S" + i, 180 + i));
    }
    List<Detection> out = guard.advance(at(600));

    assertThat(out).hasSize(1);
    Match feed = (Match) out.get(0);
    assertThat(feed.rule()).isEqualTo("feed-silent");
    assertThat(feed.timeMillis()).isEqualTo(at(185)); // the sixth of ten
    assertThat(feed.message().headline()).isEqualTo("Feed silent: 6 of 10 stations do not report");
    assertThat(feed.steps().get(0).observations()).hasSize(6);
  }

  @Test
  void exactlyTheShareIsNotMoreThanTheShare() {
    reports(0, 10);
    for (int i = 0; i < 5; i++) {
      guard.add(silent("S" + i, 180));
    }
    assertThat(guard.advance(at(600)))
        .extracting(Detection::rule)
        .hasSize(5)
        .containsOnly("station-silent");
  }

  @Test
  void whenTheFeedIsBackOnlyStationsStillSilentAreTold() {
    reports(0, 10);
    for (int i = 0; i < 10; i++) {
      guard.add(silent("S" + i, 180));
    }
    for (int i = 0; i < 8; i++) {
      guard.add(new StationHeard("S" + i, at(300 + i)));
    }
    guard.add(new StationHeard("S8", at(320)));
    List<Detection> out = guard.advance(at(600));

    assertThat(out).hasSize(3);
    assertThat(out.get(0)).isInstanceOf(Match.class);
    assertThat(out.get(1)).isInstanceOf(Clear.class);
    assertThat(out.get(1).rule()).isEqualTo("feed-silent");
    assertThat(out.get(1).timeMillis()).isEqualTo(at(307)); // 2 of 10 are left
    assertThat(out.get(2).stationId()).isEqualTo("S9");
    assertThat(out.get(2).timeMillis()).isEqualTo(at(337));
  }

  @Test
  void feedThatStaysSilentKeepsItsIncidentOpen() {
    reports(0, 10);
    for (int i = 0; i < 10; i++) {
      guard.add(silent("S" + i, 180));
    }
    PlaceUnderTest place = new PlaceUnderTest();
    for (Detection detection : guard.advance(at(10 * 24 * 60))) {
      place.see(detection);
    }
    assertThat(place.open()).containsOnlyKeys("feed-silent");
    assertThat(place.log.get(0).areaDesc()).isEqualTo("all: All stations");
  }

  /** Three of four get new names, or are taken down. */
  @Test
  void stationsThatNeverComeBackDoNotKeepAFeedSilentForEver() {
    long day = Duration.ofDays(1).toMinutes();
    for (long minute = 0; minute < 10 * day; minute += 60) {
      reports(minute, 1);
      if (minute < day) {
        reports(minute, 4);
      }
    }
    for (int i = 1; i < 4; i++) {
      guard.add(silent("S" + i, day + 120));
    }
    guard.add(silent("S0", 10 * day + 120));
    List<Detection> out = guard.advance(at(12 * day));

    Match feed = (Match) out.get(0);
    assertThat(feed.message().headline()).isEqualTo("Feed silent: 3 of 4 stations do not report");
    long end = at(day + 120) + SETTINGS.known().toMillis();
    assertThat(out)
        .filteredOn(detection -> detection instanceof Clear)
        .extracting(Detection::rule, Detection::timeMillis)
        .containsExactly(tuple("feed-silent", end + at(60) - at(0)));
    assertThat(out)
        .filteredOn(detection -> detection.rule().equals("station-silent"))
        .extracting(Detection::stationId)
        .containsExactly("S1", "S2", "S3", "S0");
    assertThat(out.get(out.size() - 1).timeMillis()).isEqualTo(at(10 * day + 120));
  }

  /** One that reports again after four days does not make the other nine gone. */
  @Test
  void feedThatWasSilentForLongHasTimeToComeBack() {
    long day = Duration.ofDays(1).toMinutes();
    reports(0, 10);
    for (int i = 0; i < 9; i++) {
      guard.add(silent("S" + i, 180 + i));
    }
    reports(200, 10); // None of it is a sign of life later on.
    for (int i = 0; i < 10; i++) {
      guard.add(silent("S" + i, 400));
    }
    for (long minute = 4 * day; minute < 5 * day; minute += 60) {
      guard.add(new StationHeard("S0", at(minute)));
    }
    List<Detection> out = guard.advance(at(5 * day));
    assertThat(out).extracting(Detection::rule).doesNotContain("station-silent");
    assertThat(guard.isSilent()).isTrue();
    assertThat(((Match) out.get(out.size() - 1)).message().headline())
        .isEqualTo("Feed silent: 9 of 10 stations do not report");
  }

  @Test
  void twoStationsAreNoFeedAndAreToldAtOnce() {
    reports(0, 2);
    guard.add(silent("S0", 180));
    guard.add(silent("S1", 180));

    assertThat(guard.advance(at(180)))
        .extracting(Detection::rule)
        .containsExactly("station-silent", "station-silent");
  }

  @Test
  void stationsNotHeardForLongAreNotCounted() {
    for (int i = 0; i < 100; i++) {
      guard.add(new StationHeard("old" + i, at(0)));
    }
    long later = Duration.ofDays(4).toMinutes();
    reports(later, 10);
    for (int i = 0; i < 6; i++) {
      guard.add(silent("S" + i, later + 180));
    }
    assertThat(guard.advance(at(later + 600)))
        .extracting(Detection::rule)
        .containsExactly("feed-silent");
  }

  /** Each report comes at a time of its own: to count all stations each time would take hours. */
  @Test
  @Timeout(30)
  void countingIsCheapHoweverManyStationsFallSilent() {
    for (int i = 0; i < 300_000; i++) {
      guard.add(new StationHeard("S" + i, at(0) + i));
    }
    for (int i = 0; i < 100_000; i++) {
      guard.add(silent("S" + i, 30));
    }
    for (int i = 100_000; i < 300_000; i++) {
      guard.add(new StationHeard("S" + i, at(31) + i));
    }
    assertThat(guard.advance(at(59))).isEmpty();
    assertThat(guard.advance(at(60))).hasSize(100_000);
  }

  /** A match of a busy station has some 30 kB of reports for its chart. */
  @Test
  void heldMatchesAreBoundedByBytes() {
    List<Observation> context = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      context.add(Observation.at("S", at(i)).stationName("A station of some name").build());
    }
    for (int i = 0; i < 3_000; i++) {
      guard.add(new StationHeard("S" + i, at(0)));
      guard.add(silent("S" + i, 30 + i).withContext(context));
    }
    for (int i = 3_000; i < 9_000; i++) {
      guard.add(new StationHeard("S" + i, at(1)));
    }
    List<Detection> out = guard.advance(at(10_000));
    assertThat(out).as("nothing is lost").hasSize(3_000);
    long bytes = out.stream().mapToLong(Detection::bytesInMemory).sum();
    assertThat(bytes).isLessThan(40L << 20);
    assertThat(((Match) out.get(0)).context()).hasSize(60);
    assertThat(((Match) out.get(2_999)).context()).isEmpty();
    assertThat(((Match) out.get(2_999)).steps().get(0).observations()).isNotEmpty();
  }

  @Test
  void watermarksAndRecoveryDoNotMatter() throws IOException {
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      List<Object> input = randomInput(random);
      TreeSet<Long> once = new TreeSet<>(List.of(at(30_000)));
      TreeSet<Long> often = new TreeSet<>(once);
      for (int n = random.nextInt(80); n > 0; n--) {
        often.add(at(random.nextInt(6000)));
      }
      assertThat(run(input, often, random))
          .as("-Dpetrel.seed=%d", SEED + i)
          .isEqualTo(run(input, once, null));
    }
  }

  private static List<Object> randomInput(Random random) {
    int stations = 1 + random.nextInt(12);
    List<Object> input = new ArrayList<>();
    for (int s = 0; s < stations; s++) {
      long minute = random.nextInt(60);
      for (int n = random.nextInt(8); n > 0; n--) {
        input.add(new StationHeard("S" + s, at(minute)));
        minute += 20 + random.nextInt(200);
        if (random.nextBoolean()) {
          input.add(silent("S" + s, minute));
          minute += random.nextInt(600);
        }
      }
    }
    return input;
  }

  private static List<String> run(List<Object> input, TreeSet<Long> watermarks, Random random)
      throws IOException {
    FeedSilence guard = new FeedSilence(SETTINGS);
    List<String> out = new ArrayList<>();
    long time = Long.MIN_VALUE;
    for (long watermark : watermarks) {
      for (Object element : input) {
        if (element instanceof StationHeard heard
            && heard.timeMillis() > time
            && heard.timeMillis() <= watermark) {
          guard.add(heard);
        } else if (element instanceof Match match
            && match.timeMillis() > time
            && match.timeMillis() <= watermark) {
          guard.add(match);
        }
      }
      for (Detection detection : guard.advance(watermark)) {
        out.add(HexFormat.of().formatHex(DetectionCodec.INSTANCE.toBytes(detection)));
      }
      if (random != null && random.nextInt(3) == 0) {
        FeedSilenceState state =
            FeedSilenceState.CODEC.fromBytes(FeedSilenceState.CODEC.toBytes(guard.state()));
        assertThat(state).isEqualTo(guard.state());
        guard = new FeedSilence(SETTINGS);
        guard.restore(state);
      }
      time = watermark;
    }
    return out;
  }

  private void reports(long minutes, int stations) {
    for (int i = 0; i < stations; i++) {
      guard.add(new StationHeard("S" + i, at(minutes)));
    }
  }

  private static Match silent(String station, long minutes) {
    return Detections.match("station-silent", station, minutes)
        .labels(Map.of("hazard", "silence"))
        .build();
  }
}
