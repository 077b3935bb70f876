package io.petrel.replay.why;

import io.petrel.weather.Observation;
import java.util.Comparator;
import java.util.List;

/**
 * A match that did not complete.
 *
 * @param taken the reports that each step of the rule took before the obstacle
 * @param obstacle what prevented the match
 */
record CandidateMatch(List<List<Observation>> taken, Obstacle obstacle) {
  /** The nearest first: the smallest obstacle, after that the most reports, the latest start. */
  static final Comparator<CandidateMatch> NEAREST =
      Comparator.<CandidateMatch>comparingDouble(one -> one.obstacle.weight())
          .thenComparing(one -> -one.taken.stream().mapToInt(List::size).sum())
          .thenComparing(one -> -one.firstMillis(Long.MIN_VALUE + 1));

  /** The most steps first. */
  static final Comparator<CandidateMatch> FURTHEST =
      Comparator.comparing((CandidateMatch one) -> -one.depth()).thenComparing(NEAREST);

  /** How many steps have taken a report. */
  int depth() {
    return depth(taken);
  }

  static int depth(List<List<Observation>> taken) {
    return (int) taken.stream().filter(reports -> !reports.isEmpty()).count();
  }

  /**
   * When it began.
   *
   * @param none returned if it has not begun
   */
  long firstMillis(long none) {
    return taken.stream()
        .flatMap(List::stream)
        .mapToLong(Observation::timeMillis)
        .min()
        .orElse(none);
  }
}
