package io.petrel.detect.linear;

import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatchCollector;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a match in progress of a family meets an observation: it goes on, branches off, waits or
 * ends, on each way that leads on from its place. One for each family; not thread-safe.
 */
final class Transitions {
  private final LinearAutomaton family;
  private final @Nullable FamilyPaths paths;
  private final List<PartialMatch> forks = new ArrayList<>();

  Transitions(LinearAutomaton family) {
    this.family = family;
    this.paths = family.paths();
  }

  /** What has branched off since this was last cleared. */
  List<PartialMatch> forks() {
    return forks;
  }

  /** Lets a match in progress meet an observation; whether it is still in progress. */
  boolean meet(PartialMatch partial, Observation observation, MatchCollector findings) {
    long window = family.windowMillis();
    if (window >= 0 && observation.timeMillis() - partial.startMillis() > window) {
      runsOut(partial, partial.at());
      return false;
    }
    return goOn(partial, observation, findings);
  }

  private boolean goOn(PartialMatch partial, Observation observation, MatchCollector findings) {
    PrefixNode at = partial.at();
    for (PrefixNode next : at.evaluated()) {
      if (!partial.isOver(next) && isLeft(partial, next, observation, findings)) {
        partial.end(next);
      }
    }
    if (at.hasIndex()) {
      BitSet candidates = family.candidates(observation, partial);
      for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
        PrefixNode next = at.children()[i];
        if (!partial.isOver(next) && isLeft(partial, next, observation, findings)) {
          partial.end(next);
        }
      }
    }
    return !partial.isOver();
  }

  /**
   * Lets a match in progress meet an observation on one of its ways. Where there is no other way,
   * it goes on itself; else another one goes on.
   *
   * @return whether the way is over for it
   */
  private boolean isLeft(
      PartialMatch partial, PrefixNode next, Observation observation, MatchCollector findings) {
    if (next.limitsWait()
        && observation.timeMillis() - partial.lastMillis() > next.state().withinMillis()) {
      runsOut(partial, next);
      return true;
    }
    return switch (next.state().kind()) {
      case NOT_UNTIL_TIME_RUNS_OUT -> fits(partial, next, observation) && dies(partial, next);
      case NOT_NEXT_AT_END -> {
        if (!fits(partial, next, observation)) {
          complete(partial, next, observation.timeMillis(), false, findings);
        }
        yield dies(partial, next);
      }
      case NOT_NEXT ->
          fits(partial, next, observation)
              ? dies(partial, next)
              : passes(partial, next, observation, findings);
      case TAKE -> takes(partial, next, observation, findings);
    };
  }

  /** Ends a match in progress on a way for which it has waited too long. */
  void runsOut(PartialMatch partial, PrefixNode way) {
    if (paths != null) {
      paths.ranOut(partial, way);
    }
    count(partial, way, -1);
  }

  private boolean dies(PartialMatch partial, PrefixNode way) {
    count(partial, way, -1);
    return true;
  }

  private boolean passes(
      PartialMatch partial, PrefixNode next, Observation observation, MatchCollector findings) {
    if (partial.at().children().length == 1) {
      partial.pass(next);
      goOn(partial, observation, findings);
      return false;
    }
    PartialMatch fork = partial.copy();
    fork.pass(next);
    if (goOn(fork, observation, findings)) {
      forks.add(fork);
    }
    return true;
  }

  private boolean takes(
      PartialMatch partial, PrefixNode next, Observation observation, MatchCollector findings) {
    boolean fits = fits(partial, next, observation);
    boolean stopped = isStopped(partial, next, observation);
    boolean stays =
        !stopped
            && switch (next.state().follows()) {
              case STRICT -> false;
              case RELAXED -> !fits;
              case ANY -> true;
            };
    if (!fits || (stopped && !next.isLast())) {
      return !stays && dies(partial, next);
    }
    if (next.isLast()) {
      PartialMatch complete = partial.copy();
      complete.take(next, observation);
      complete(complete, next, observation.timeMillis(), false, findings);
      return !stays && dies(partial, next);
    }
    if (!stays && partial.at().children().length == 1) {
      partial.take(next, observation);
      return false;
    }
    PartialMatch fork = partial.copy();
    fork.take(next, observation);
    forks.add(fork);
    if (stays) {
      count(fork, next, 1);
    }
    return !stays;
  }

  private boolean fits(PartialMatch partial, PrefixNode place, Observation observation) {
    boolean fits =
        isInTime(place.state().withinMillis(), observation, partial)
            && family.holds(place.state().where(), place, observation, partial);
    if (fits && paths != null) {
      paths.fitted(partial, place);
    }
    return fits;
  }

  private boolean isStopped(PartialMatch partial, PrefixNode place, Observation observation) {
    boolean stopped =
        place.state().stop() != null
            && isInTime(place.state().stopWithinMillis(), observation, partial)
            && family.holds(place.state().stop(), place, observation, partial);
    if (stopped && paths != null) {
      paths.stopped(partial, place);
    }
    return stopped;
  }

  private static boolean isInTime(
      long withinMillis, Observation observation, PartialMatch partial) {
    return withinMillis < 0 || observation.timeMillis() - partial.lastMillis() <= withinMillis;
  }

  /** Tells of a match for all whose way ends behind a place. */
  void complete(
      PartialMatch partial,
      PrefixNode place,
      long timeMillis,
      boolean timedOut,
      MatchCollector findings) {
    for (int i = place.from(); i < place.to(); i++) {
      if (!partial.isOver(i)) {
        PrefixNode upTo = timedOut ? partial.at() : place;
        findings.add(new FoundMatch(i, family.steps(partial, upTo, i), timeMillis, timedOut));
      }
    }
  }

  /**
   * Adds to the counts of the rules for which it is in progress and whose way is behind a place.
   */
  void count(PartialMatch partial, PrefixNode place, int change) {
    for (int i = place.from(); i < place.to(); i++) {
      if (!partial.isOver(i)) {
        family.member(i).live().add(change);
      }
    }
  }
}
