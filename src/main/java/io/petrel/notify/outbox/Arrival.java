package io.petrel.notify.outbox;

/** What becomes of an alert that came for a recipient. A closed set. */
public enum Arrival {
  /** Goes at once. */
  QUEUED,
  /** Waits: for more, for the next digest, or for the end of a silence. */
  HELD,
  /** The recipient has this record or a newer one of the incident already. */
  DUPLICATE,
  /** No subscription of the recipient wants it. */
  NOT_WANTED,
  /** The end of something that the recipient was never told of. */
  NEVER_TOLD,
  /** It began and ended while the recipient wanted to hear nothing. */
  OVER_WHILE_MUTED
}
