package io.petrel.replay.compare;

import java.util.Locale;

/** How two sets of rules differ in an incident or a mail. */
public enum Change {
  ADDED,
  /** Only the old rules have it. */
  REMOVED,
  /** It begins, or ends, at another time. */
  MOVED,
  /** It has other contents at the same times. */
  CHANGED;

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
