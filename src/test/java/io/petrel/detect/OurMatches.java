package io.petrel.detect;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Runs rules over a stream without an operator, putting stations into bytes and back at random. */
final class OurMatches {
  private static final long MINUTE = 60_000;

  private final SplittableRandom random;
  private final Map<String, byte[]> packed = new HashMap<>();
  private final Map<String, StationState> unpacked = new HashMap<>();
  private final List<Match> matches = new ArrayList<>();
  private final StationRunner runner;
  private final CompiledRuleSet rules;

  private OurMatches(List<Rule> all, long seed, boolean compact) {
    random = new SplittableRandom(seed);
    DetectSettings settings = new DetectSettings(100_000, 5, java.time.Duration.ofDays(30), 10);
    RuleSetCompiler book =
        new RuleSetCompiler(
            file -> all.get(Integer.parseInt(file.name())),
            new MatcherOptions(settings.partialMatches(), compact));
    rules =
        book.open(
            ActiveRuleSet.first(
                new RuleSetUpdate(
                    0,
                    IntStream.range(0, all.size())
                        .mapToObj(i -> new RuleFile(String.valueOf(i), ""))
                        .toList())));
    runner =
        new StationRunner(
            book.evaluation(), settings, new DetectMetrics(new UnregisteredMetricsGroup()));
  }

  static List<Match> run(
      Rule rule, List<Observation> stream, long untilMinute, long seed, boolean compact) {
    return run(List.of(rule), stream, untilMinute, seed, compact);
  }

  static List<Match> run(
      List<Rule> rules, List<Observation> stream, long untilMinute, long seed, boolean compact) {
    OurMatches run = new OurMatches(rules, seed, compact);
    int next = 0;
    for (long minute = 0; minute <= untilMinute; minute++) {
      while (next < stream.size() && stream.get(next).timeMillis() == minute * MINUTE) {
        Observation observation = stream.get(next++);
        run.station(observation.stationId()).offer(observation);
      }
      // Watermarks come now and then, not after each minute.
      if (run.random.nextInt(3) == 0 || minute == untilMinute) {
        for (String id : List.of("a", "b")) {
          run.advance(id, minute * MINUTE);
        }
      }
    }
    return run.matches;
  }

  private void advance(String id, long time) {
    StationState station = station(id);
    runner.run(station, rules, time, (Detection detection) -> matches.add((Match) detection));
    if (random.nextInt(4) == 0) {
      try {
        packed.put(id, StationStateCodec.write(station));
        unpacked.remove(id);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private StationState station(String id) {
    return unpacked.computeIfAbsent(
        id,
        key -> {
          byte[] bytes = packed.get(key);
          try {
            return bytes == null
                ? new StationState(key, rules)
                : StationStateCodec.read(key, bytes, rules);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** A match as {@link StockCep} writes it. */
  static String text(Match match) {
    Map<String, List<Observation>> taken = new HashMap<>();
    for (StepEvidence step : match.steps()) {
      if (!step.observations().isEmpty()) {
        taken.put(step.step(), step.observations());
      }
    }
    return StockCep.text(match.stationId(), taken, match.timedOut());
  }
}
