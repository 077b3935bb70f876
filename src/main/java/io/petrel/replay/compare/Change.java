package io.petrel.replay.compare;

import java.util.Locale;

/** What became of something that two sets of rules do not tell alike. */
public enum Change {
  /** Only the new rules tell it. */
  ADDED,
  /** Only the old rules did. */
  REMOVED,
  /** It begins, or ends, at another time. */
  MOVED,
  /** At the same times, it says something else. */
  CHANGED;

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
