package io.petrel.detect;

import io.petrel.detect.nfa.PatternRefusal;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What happens to a running engine, the same for each seed: observations in disorder, watermarks,
 * rules that come, change and go, and now and then a stop, or a crash that falls back to an earlier
 * checkpoint, each with another parallelism.
 *
 * @param initial the rules at the start
 */
record RuleHistory(RuleSetUpdate initial, List<Event> events) {
  static final long MINUTE = 60_000;

  /** Minute of the last watermark. */
  static final long END = 90;

  private static final List<String> STATIONS = List.of("a", "b", "c");

  /** One thing that happens. */
  sealed interface Event {}

  /** An observation arrives. */
  record Observed(Observation observation) implements Event {}

  /** Event time passes. */
  record Passed(long minute) implements Event {}

  /** Another set of rules counts. */
  record Changed(RuleSetUpdate rules) implements Event {}

  /** A checkpoint completes. */
  record Saved() implements Event {}

  /** Stopped with a savepoint, and resumed from it. */
  record Stopped(int parallelism) implements Event {}

  /** Killed, and resumed from the last checkpoint. */
  record Killed(int parallelism) implements Event {}

  static RuleHistory of(long seed) {
    return new Author(seed).history();
  }

  private static final class Author {
    private final SplittableRandom random;
    private final TreeMap<String, RuleFile> rules = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final long firstRule;
    private int observations;
    private long revision;

    Author(long seed) {
      random = new SplittableRandom(seed);
      firstRule = seed * 1000;
    }

    RuleHistory history() {
      rules.put("r0", randomRule("r0"));
      rules.put("r1", randomRule("r1"));
      RuleSetUpdate initial = new RuleSetUpdate(0, List.copyOf(rules.values()));
      for (int minute = 1; minute <= 45; minute++) {
        for (String station : STATIONS) {
          if (random.nextInt(3) == 0) {
            events.add(new Observed(observation(station, minute + random.nextInt(4))));
          }
        }
        if (random.nextInt(7) == 0) {
          change();
        }
        if (random.nextInt(8) == 0) {
          events.add(new Saved());
        }
        if (random.nextInt(14) == 0) {
          events.add(
              random.nextBoolean()
                  ? new Stopped(random.nextInt(1, 4))
                  : new Killed(random.nextInt(1, 4)));
        }
        if (random.nextInt(3) == 0) {
          events.add(new Passed(minute - 1));
        }
      }
      events.add(new Passed(END));
      return new RuleHistory(initial, List.copyOf(events));
    }

    /** Numbered in the order of event time, then of arrival. */
    private Observation observation(String station, int minute) {
      int number = minute * 1000 + observations++;
      Observation.Builder builder =
          Observation.at(station, minute * MINUTE).set(Variables.WIND_SPEED_MS, number);
      if (random.nextInt(8) != 0) {
        builder.set(Variables.TEMPERATURE_C, random.nextInt(5));
      }
      return builder.build();
    }

    private void change() {
      int edits = random.nextInt(1, 3);
      for (int i = 0; i < edits; i++) {
        String id = "r" + random.nextInt(4);
        RuleFile old = rules.get(id);
        int choice = random.nextInt(4);
        if (old == null) {
          rules.put(id, randomRule(id));
        } else if (choice == 0) {
          rules.remove(id);
        } else if (choice == 1) {
          SeededRule seeded = SeededRule.of(old);
          rules.put(id, new SeededRule(seeded.seed(), seeded.drain(), random.nextInt()).file(id));
        } else {
          rules.put(id, randomRule(id));
        }
      }
      events.add(new Changed(new RuleSetUpdate(++revision, List.copyOf(rules.values()))));
    }

    /** One of a few, so that a version comes back now and then. */
    private RuleFile randomRule(String id) {
      SeededRule rule =
          new SeededRule(firstRule + random.nextInt(12), random.nextBoolean(), random.nextInt(2));
      return PatternRefusal.of(rule.rule(id)).isEmpty() ? rule.file(id) : randomRule(id);
    }
  }
}
