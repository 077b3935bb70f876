package io.petrel.alert;

/** Why an alert record was sent. A closed set: subscribers switch on it. */
public enum Reason {
  /** The first match of an incident. */
  FIRST_MATCH,
  /** A match was more severe than all before it. */
  SEVERITY_RAISED,
  /** The danger is less severe than told, for long enough to be sure. */
  SEVERITY_LOWERED,
  /** A station joined. */
  AREA_GREW,
  /**
   * Nothing new, but it goes on: the rule's {@code remind} interval is over, or without this record
   * the last one would expire before the danger is over.
   */
  REMINDER,
  /** The incident that silenced this one is over, and this one is not. */
  INHIBITOR_ENDED,
  /** The rule's {@code ends.when} came true. */
  ENDED_BY_CONDITION,
  /** No match for the rule's {@code quiet} time. */
  ENDED_BY_QUIET,
  /** The rule was removed while the incident was open. */
  RULE_REMOVED,
  /** Read only: a reason that a newer engine gave and this release does not know. */
  OTHER,
  /**
   * The engine had lost its state and has told the danger as another, newer incident, which goes
   * on.
   */
  STATE_LOST
}
