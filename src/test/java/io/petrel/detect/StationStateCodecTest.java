package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
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
class StationStateCodecTest {
  private static final long MINUTE = 60_000;
  private static final MatcherOptions OPTIONS = DetectSettings.DEFAULT.matching();

  private final RuleSetCompiler book = new RuleSetCompiler(new TextRuleCompiler(), OPTIONS);
  private final CompiledRuleSet rules =
      book.open(
          ActiveRuleSet.first(
              new RuleSetUpdate(
                  0,
                  List.of(
                      SampleRules.cooling("title", "drain", 5),
                      SampleRules.falling(),
                      SampleRules.silent()))));
  private final StationRunner runner =
      new StationRunner(
          book.evaluation(),
          DetectSettings.DEFAULT,
          new DetectMetrics(new UnregisteredMetricsGroup()));

  private final StationReviser reviser =
      new StationReviser(
          runner, DetectSettings.DEFAULT, new DetectMetrics(new UnregisteredMetricsGroup()));

  @Test
  void readsWhatItWrote() {
    RandomValues.forAll(
        40,
        random -> {
          byte[] bytes = bytes(station(random));
          StationState read = read(bytes);
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
          assertThatThrownBy(() -> StationStateCodec.read("a", cut, rules))
              .isInstanceOf(IOException.class);
          for (int i = 0; i < 50; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> StationStateCodec.read("a", flipped, rules))
                .isInstanceOf(IOException.class);
          }
        });
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    byte[] bytes = bytes(station(new SplittableRandom(1)));
    bytes[1 + "station".length()] += 1;
    assertThatThrownBy(() -> StationStateCodec.read("a", bytes, rules))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "written by a newer Petrel: station version \\d+, this release reads up to \\d+");
  }

  private StationState station(SplittableRandom random) {
    StationState station = new StationState("a", rules);
    double temperature = 20;
    long minute = random.nextInt(1000);
    boolean isRevised = random.nextBoolean();
    for (int i = random.nextInt(2, 20); i > 0; i--) {
      minute += isRevised && random.nextInt(8) == 0 ? 40 : random.nextInt(1, 5);
      temperature -= random.nextDouble();
      Observation report =
          Observation.at("a", minute * MINUTE)
              .set(Variables.TEMPERATURE_C, temperature)
              .set(Variables.PRESSURE_HPA, 1000 + temperature)
              .build();
      var unused = isRevised ? arrive(station, report) : station.offer(report);
    }
    if (isRevised) {
      return station;
    }
    runner.run(station, rules, (minute - 1) * MINUTE, detection -> {});
    return station;
  }

  /** With the watermark half an hour behind, so that absences are held. */
  private StationState.Arrival arrive(StationState station, Observation report) {
    try {
      return reviser.arrive(
          station, rules, report, report.timeMillis() - 30 * MINUTE, detection -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(StationState station) {
    try {
      return StationStateCodec.write(station);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StationState read(byte[] bytes) {
    try {
      return StationStateCodec.read("a", bytes, rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
