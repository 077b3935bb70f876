package io.petrel.replay.why;

import io.petrel.replay.why.Block.NotCertain;
import io.petrel.replay.why.Block.Stopped;
import io.petrel.replay.why.Explorer.Near;
import io.petrel.replay.why.PatternGraph.Absence;
import io.petrel.replay.why.PatternGraph.End;
import io.petrel.replay.why.PatternGraph.Node;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ends of a pattern that are no report: a silence, or a time-out. Not thread-safe. */
final class Endings {
  private final Sight sight;
  private final long at;

  /**
   * @param at the time asked for
   */
  Endings(Sight sight, long at) {
    this.sight = sight;
    this.at = at;
  }

  /** Whether an attempt at a place may end by what does not come. */
  static boolean waits(Node node) {
    return waitsForSilence(node) || node.ends().stream().anyMatch(end -> !end.notNext().isEmpty());
  }

  static boolean waitsForSilence(Node node) {
    return node.ends().stream().anyMatch(end -> !end.silence().isEmpty());
  }

  /** What came that must not. */
  Stopped stopped(
      Absence absence, Attempt attempt, Observation report, long certain, double missed) {
    Trace trace = sight.trace(absence.where(), report, attempt::taken);
    return new Stopped(absence, report, trace, certain, missed);
  }

  /** What must not come at the end of a pattern, did it come? */
  List<Near> broken(Attempt attempt, Observation report) {
    List<Near> candidates = new ArrayList<>();
    if (attempt.forgiven() != null || attempt.first() == null || attempt.isSilenceBroken()) {
      return candidates;
    }
    for (End end : attempt.node().ends()) {
      for (Absence absence : end.notNext()) {
        if (attempt.isFresh() && sight.holds(absence.where(), report, attempt::taken)) {
          candidates.add(new Near(attempt, stopped(absence, attempt, report, -1, 0)));
        }
      }
      for (Absence absence : end.silence()) {
        long certain = certainMillis(attempt, absence);
        if (report.timeMillis() > certain
            || !sight.holds(absence.where(), report, attempt::taken)) {
          continue;
        }
        attempt.breakSilence();
        if (certain <= at) {
          // Of silences that were broken, the one that would be certain at the question counts.
          long missing = certain - report.timeMillis() + (at - certain);
          double missed = share(attempt, missing, certain);
          Stopped fault = stopped(absence, attempt, report, certain, missed);
          candidates.add(new Near(attempt.forgiven(fault, -1), fault));
        }
      }
    }
    return candidates;
  }

  /** The silences and the time-out that an attempt still waits for at the question. */
  List<Near> open(Attempt attempt) {
    List<Near> candidates = new ArrayList<>();
    for (End end : attempt.node().ends()) {
      for (Absence absence : end.silence()) {
        long certain = certainMillis(attempt, absence);
        if (certain > at && !attempt.isSilenceBroken()) {
          candidates.add(near(attempt, absence, certain));
        }
      }
    }
    Duration within = sight.rule().within();
    Observation first = attempt.first();
    if (sight.rule().alertOnTimeout() && within != null && first != null) {
      long certain = first.timeMillis() + within.toMillis();
      if (certain > at) {
        candidates.add(near(attempt, null, certain));
      }
    }
    return candidates;
  }

  private Near near(Attempt attempt, @Nullable Absence absence, long certain) {
    Observation last = Objects.requireNonNull(attempt.last());
    return new Near(
        attempt,
        new NotCertain(absence, last.timeMillis(), certain, share(attempt, certain - at, certain)));
  }

  /** A time as a share of how long the attempt has to wait. */
  private static double share(Attempt attempt, long millis, long certain) {
    long whole = certain - Objects.requireNonNull(attempt.last()).timeMillis();
    return whole <= 0 ? 0 : Math.min(1, (double) millis / whole);
  }

  private long certainMillis(Attempt attempt, Absence absence) {
    Observation first = Objects.requireNonNull(attempt.first());
    Observation last = Objects.requireNonNull(attempt.last());
    Duration whole = sight.rule().within();
    long certain = whole == null ? Long.MAX_VALUE : first.timeMillis() + whole.toMillis();
    Duration within = absence.within();
    return within == null ? certain : Math.min(certain, last.timeMillis() + within.toMillis());
  }
}
