package io.petrel.alert;

/** Why an alert record was sent. A closed set: subscribers switch on it. */
public enum Reason {
  /** The first match of an incident. */
  FIRST_MATCH,
  /** A match was more severe than all before it. */
  SEVERITY_RAISED,
  /** The danger has been less severe than in the last record for the rule's {@code quiet} time. */
  SEVERITY_LOWERED,
  /** A station joined. */
  AREA_GREW,
  /** The danger continues: {@code remind} is over, or the last record would expire too early. */
  REMINDER,
  /** The incident that silenced this one is over, and this one is not. */
  INHIBITOR_ENDED,
  /** The rule's {@code ends.when} came true. */
  ENDED_BY_CONDITION,
  /** No match for the rule's {@code quiet} time. */
  ENDED_BY_QUIET,
  /** The rule was removed while the incident was open. */
  RULE_REMOVED,
  /** Read only: a reason of a newer engine that this release does not know. */
  OTHER,
  /**
   * The engine lost its state and has published the danger as a newer incident, which continues.
   */
  STATE_LOST,
  /** A late or corrected report took away a part of what was published; the danger stands. */
  CORRECTED,
  /** A late or corrected report took away all that the incident stood on. */
  WITHDRAWN
}
