package io.petrel.notify.subscription;

/** Why an alert waits, or shares a mail with others. A closed set. */
public enum HoldCause {
  /** The subscription's {@code wait}. */
  WAIT,
  /** The subscription's {@code digest}. */
  SCHEDULE,
  QUIET_HOURS,
  /** The subscription's {@code limit} per hour. */
  LIMIT,
  MUTE,
  /** The mail server was away. */
  LATE
}
