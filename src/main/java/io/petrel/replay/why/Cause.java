package io.petrel.replay.why;

/** The most relevant reason, in one sentence. */
public record Cause(Kind kind, String text) {
  /** A closed set, for programs. */
  public enum Kind {
    TOLD,
    /** It fired, but belongs to an incident that is already open. */
    INCIDENT_OPEN,
    /** It fired, but another rule's incident silences it. */
    INHIBITED,
    /** It fired, but no alert was sent by the end of the data. */
    NOT_TOLD_YET,
    /** A condition did not hold. */
    CONDITION,
    MISSING_VALUE,
    /** A condition is unknown, because a value is impossible. */
    IMPOSSIBLE_VALUE,
    /** A measure's window excludes the report that would have made the condition true. */
    MEASURE_WINDOW,
    /** The rule's {@code observations} filter excludes the report. */
    FILTERED_OUT,
    /** A report came between two that must follow each other. */
    CONTIGUITY,
    /** A window was too short. */
    WINDOW,
    /** A report came that must not occur. */
    ABSENCE,
    /** An absence or a time-out was not certain yet. */
    NOT_CERTAIN,
    /** A match shortly before dropped what was in progress. */
    RESTART,
    /** The next step had not occurred yet. */
    NOT_YET,
    /** The report came too late to be used. */
    LATE,
    /** There was no report at the time. */
    NO_REPORT,
    /** The time is outside the data. */
    OUTSIDE_DATA,
    /** The strategy after a match holds matches back. */
    HELD_BACK
  }
}
