package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.RandomValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state of a station through its codec, whole and damaged. */
@Timeout(60)
class StationCodecTest {
  private static final long MINUTE = 60_000;
  private static final MatcherOptions OPTIONS = MatcherOptions.of(DetectSettings.DEFAULT);

  private final RuleBook book = new RuleBook(new TextRuleCompiler(), OPTIONS);
  private final RunningRules rules =
      book.open(
          RunningSet.first(
              new RuleSetUpdate(
                  0,
                  List.of(
                      SampleRules.cooling("title", "drain", 5),
                      SampleRules.falling(),
                      SampleRules.silent()))));
  private final StationRunner runner =
      new StationRunner(
          book.pass(), DetectSettings.DEFAULT, new DetectMetrics(new UnregisteredMetricsGroup()));

  @Test
  void readsWhatItWrote() {
    RandomValues.forAll(
        40,
        random -> {
          byte[] bytes = bytes(station(random));
          Station read = read(bytes);
          assertThat(read.liveCount()).isPositive();
          assertThat(bytes(read)).isEqualTo(bytes);
        });
  }

  @Test
  void damagedBytesAreAFaultAndNoDisaster() {
    RandomValues.forAll(
        40,
        random -> {
          byte[] bytes = bytes(station(random));
          byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          assertThatThrownBy(() -> StationCodec.read("a", cut, rules))
              .isInstanceOf(IOException.class);
          for (int i = 0; i < 50; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> StationCodec.read("a", flipped, rules))
                .isInstanceOf(IOException.class);
          }
        });
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    byte[] bytes = bytes(station(new SplittableRandom(1)));
    bytes[1 + "station".length()] += 1;
    assertThatThrownBy(() -> StationCodec.read("a", bytes, rules))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "written by a newer Petrel: station version \\d+, this release reads up to \\d+");
  }

  private Station station(SplittableRandom random) {
    Station station = new Station("a", rules);
    double temperature = 20;
    long minute = random.nextInt(1000);
    for (int i = random.nextInt(2, 20); i > 0; i--) {
      minute += random.nextInt(1, 5);
      temperature -= random.nextDouble();
      var unused =
          station.offer(
              Observation.at("a", minute * MINUTE)
                  .set(Variables.TEMPERATURE_C, temperature)
                  .set(Variables.PRESSURE_HPA, 1000 + temperature)
                  .build());
    }
    runner.run(station, rules, (minute - 1) * MINUTE, detection -> {});
    return station;
  }

  private static byte[] bytes(Station station) {
    try {
      return StationCodec.write(station);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Station read(byte[] bytes) {
    try {
      return StationCodec.read("a", bytes, rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
