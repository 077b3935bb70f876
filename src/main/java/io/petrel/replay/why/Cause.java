package io.petrel.replay.why;

/** What it comes down to, in one sentence. */
public record Cause(Kind kind, String text) {
  /** A closed set, for programs. */
  public enum Kind {
    /** It fired and was told. */
    TOLD,
    /** It fired, into an incident that is open. */
    INCIDENT_OPEN,
    /** It fired, and another rule's incident silences it. */
    INHIBITED,
    /** It fired, and nothing was told by the end of the data. */
    NOT_TOLD_YET,
    /** A condition did not hold. */
    CONDITION,
    /** A condition is unknown, because a value is missing. */
    MISSING_VALUE,
    /** A condition is unknown, because a value cannot be true. */
    IMPOSSIBLE_VALUE,
    /** A measure's window leaves out the report that would have made the difference. */
    MEASURE_WINDOW,
    /** The report does not exist for the rule, because of {@code observations}. */
    FILTERED_OUT,
    /** Something came between two reports that must follow each other. */
    CONTIGUITY,
    /** A window was too short. */
    WINDOW,
    /** Something came that must not. */
    ABSENCE,
    /** A silence or a time-out was not certain yet. */
    NOT_CERTAIN,
    /** A match shortly before dropped what was in progress. */
    RESTART,
    /** The next step had not come. */
    NOT_YET,
    /** There was no report at the time. */
    NO_REPORT,
    /** The time is outside the data. */
    OUTSIDE_DATA,
    /** The strategy after a match holds matches back. */
    HELD_BACK
  }
}
