package io.petrel.detect.linear;

import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatchCollector;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a family's partial matches: for each child of its node, an observation
 * advances a partial match, forks it, leaves it waiting or ends it. One for each family; not
 * thread-safe.
 */
final class Transitions {
  private final LinearAutomaton family;
  private final @Nullable FamilyPaths paths;
  private final List<PartialMatch> forks = new ArrayList<>();

  Transitions(LinearAutomaton family) {
    this.family = family;
    this.paths = family.paths;
  }

  /** The forks since the list was last cleared. */
  List<PartialMatch> forks() {
    return forks;
  }

  /**
   * Applies an observation to a partial match.
   *
   * @return whether it is still in progress
   */
  boolean meet(PartialMatch partial, Observation observation, MatchCollector findings) {
    long window = family.windowMillis;
    if (window >= 0 && observation.timeMillis() - partial.startMillis() > window) {
      timeOut(partial, partial.at());
      return false;
    }
    return advance(partial, observation, findings);
  }

  private boolean advance(PartialMatch partial, Observation observation, MatchCollector findings) {
    PrefixNode at = partial.at();
    for (PrefixNode next : at.evaluated) {
      if (!partial.isOver(next) && isExhausted(partial, next, observation, findings)) {
        partial.end(next);
      }
    }
    if (at.hasIndex()) {
      BitSet candidates = family.candidates(observation, partial);
      for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
        PrefixNode next = at.children[i];
        if (!partial.isOver(next) && isExhausted(partial, next, observation, findings)) {
          partial.end(next);
        }
      }
    }
    return !partial.isOver();
  }

  /**
   * Applies an observation to a partial match at one child of its node. An only child receives the
   * partial match itself; one of several receives a fork.
   *
   * @return whether the partial match can no longer reach the child
   */
  private boolean isExhausted(
      PartialMatch partial, PrefixNode next, Observation observation, MatchCollector findings) {
    if (next.limitsWait()
        && observation.timeMillis() - partial.lastMillis() > next.state().withinMillis()) {
      timeOut(partial, next);
      return true;
    }
    return switch (next.state().kind()) {
      case NOT_UNTIL_TIME_RUNS_OUT -> fits(partial, next, observation) && discard(partial, next);
      case NOT_NEXT_AT_END -> {
        if (!fits(partial, next, observation)) {
          complete(partial, next, observation.timeMillis(), false, findings);
        }
        yield discard(partial, next);
      }
      case NOT_NEXT ->
          fits(partial, next, observation)
              ? discard(partial, next)
              : onSkip(partial, next, observation, findings);
      case TAKE -> onTake(partial, next, observation, findings);
    };
  }

  /** Discards a partial match that has waited too long for a node. */
  void timeOut(PartialMatch partial, PrefixNode next) {
    if (paths != null) {
      paths.ranOut(partial, next);
    }
    count(partial, next, -1);
  }

  private boolean discard(PartialMatch partial, PrefixNode next) {
    count(partial, next, -1);
    return true;
  }

  private boolean onSkip(
      PartialMatch partial, PrefixNode next, Observation observation, MatchCollector findings) {
    if (partial.at().children.length == 1) {
      partial.skip(next);
      advance(partial, observation, findings);
      return false;
    }
    PartialMatch fork = partial.copy();
    fork.skip(next);
    if (advance(fork, observation, findings)) {
      forks.add(fork);
    }
    return true;
  }

  private boolean onTake(
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
      return !stays && discard(partial, next);
    }
    if (next.isLast()) {
      PartialMatch complete = partial.copy();
      complete.take(next, observation);
      complete(complete, next, observation.timeMillis(), false, findings);
      return !stays && discard(partial, next);
    }
    if (!stays && partial.at().children.length == 1) {
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

  private boolean fits(PartialMatch partial, PrefixNode node, Observation observation) {
    boolean fits =
        isInTime(node.state().withinMillis(), observation, partial)
            && family.holds(node.state().where(), node, observation, partial);
    if (fits && paths != null) {
      paths.fitted(partial, node);
    }
    return fits;
  }

  private boolean isStopped(PartialMatch partial, PrefixNode node, Observation observation) {
    boolean stopped =
        node.state().stop() != null
            && isInTime(node.state().stopWithinMillis(), observation, partial)
            && family.holds(node.state().stop(), node, observation, partial);
    if (stopped && paths != null) {
      paths.stopped(partial, node);
    }
    return stopped;
  }

  private static boolean isInTime(
      long withinMillis, Observation observation, PartialMatch partial) {
    return withinMillis < 0 || observation.timeMillis() - partial.lastMillis() <= withinMillis;
  }

  /** Adds a match for all members behind a node. */
  void complete(
      PartialMatch partial,
      PrefixNode node,
      long timeMillis,
      boolean timedOut,
      MatchCollector findings) {
    for (int i = node.from; i < node.to; i++) {
      if (!partial.isOver(i)) {
        PrefixNode upTo = timedOut ? partial.at() : node;
        findings.add(new FoundMatch(i, family.steps(partial, upTo, i), timeMillis, timedOut));
      }
    }
  }

  /** Adds to the counters of the members behind a node for which the match is in progress. */
  void count(PartialMatch partial, PrefixNode node, int change) {
    for (int i = node.from; i < node.to; i++) {
      if (!partial.isOver(i)) {
        family.member(i).live().add(change);
      }
    }
  }
}
