package io.petrel.detect.match;

import io.petrel.rule.Rule;
import java.io.Serializable;

/**
 * Observes the paths that matches take through the rules, for the coverage of rule tests. Called by
 * the threads that match. Ships with the job.
 */
public interface PathObserver extends Serializable {
  /** Ignores all paths, at no cost. */
  PathObserver NONE = Nobody.NOBODY;

  /** An enum, so that it is the same instance after deserialization. */
  enum Nobody implements PathObserver {
    NOBODY;

    @Override
    public void taken(Path path) {}
  }

  /**
   * A path that was taken.
   *
   * @param version of the rule
   * @param step its name; empty when the path concerns the whole rule
   */
  record Path(String rule, String version, Kind kind, String step) {
    public static Path of(Rule rule, Kind kind, String step) {
      return new Path(rule.id(), rule.version(), kind, step);
    }
  }

  /** Events of a rule that its matches do not show. */
  enum Kind {
    /** An observation fitted a step that a partial match waited for; it broke an absence. */
    FITTED,
    /** A report passed {@code observations}. */
    REPORT_SEEN,
    /** {@code observations} excluded a report. */
    REPORT_LEFT_OUT,
    /** A partial match ran out of time without a result. */
    RAN_OUT
  }

  /** May be called any number of times for the same path. */
  void taken(Path path);
}
