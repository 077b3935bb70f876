package io.petrel.notify.outbox;

/** What happens to an alert that arrives for a recipient. A closed set. */
public enum Arrival {
  /** Sent at once. */
  QUEUED,
  /** Waits: for more alerts, for the next digest, or for the end of quiet hours or a mute. */
  HELD,
  /** The recipient has this record or a newer one of the incident already. */
  DUPLICATE,
  NOT_WANTED,
  /** The end of an incident about which the recipient got no mail. */
  NEVER_TOLD,
  /** It began and ended while the subscription was muted. */
  OVER_WHILE_MUTED,
  /** It was withdrawn before any mail about it left; none will. */
  WITHDRAWN_UNTOLD
}
