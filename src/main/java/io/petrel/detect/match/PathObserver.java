package io.petrel.detect.match;

import io.petrel.rule.Rule;
import java.io.Serializable;

/**
 * Is told which ways through its rules a run takes, by the threads that match; for the coverage of
 * rule tests. Ships with the job.
 */
public interface PathObserver extends Serializable {
  /** Wants to know nothing; costs nothing. */
  PathObserver NONE = Nobody.NOBODY;

  /** An enum, so that it is the same one after it was shipped. */
  enum Nobody implements PathObserver {
    NOBODY;

    @Override
    public void taken(Path path) {}
  }

  /**
   * A way that was taken.
   *
   * @param version of the rule
   * @param step its name; empty when the way is that of the whole rule
   */
  record Path(String rule, String version, Kind kind, String step) {
    public static Path of(Rule rule, Kind kind, String step) {
      return new Path(rule.id(), rule.version(), kind, step);
    }
  }

  /** What can happen to a rule that its matches alone do not tell. */
  enum Kind {
    /** An observation fitted a step that something waited for; of an absence, it broke it. */
    FITTED,
    /** A report passed {@code observations}. */
    REPORT_SEEN,
    /** A report did not exist for the rule. */
    REPORT_LEFT_OUT,
    /** A sequence that had begun ran out of time, and nothing came of it. */
    RAN_OUT
  }

  /** The same may be told again and again. */
  void taken(Path path);
}
