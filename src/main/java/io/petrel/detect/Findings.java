package io.petrel.detect;

import java.util.ArrayList;
import java.util.List;

/** What an observation, or time, made of what was in progress. Reused; not thread-safe. */
final class Findings {
  private final List<FoundMatch> matches = new ArrayList<>();
  private final List<Dropped> dropped = new ArrayList<>();

  /**
   * Matches in progress that were dropped because there were too many.
   *
   * @param member as in {@link FoundMatch#member}
   */
  record Dropped(int member, int count) {}

  void add(FoundMatch match) {
    matches.add(match);
  }

  void drop(int member, int count) {
    dropped.add(new Dropped(member, count));
  }

  /** In the order in which they were found; may be changed. */
  List<FoundMatch> matches() {
    return matches;
  }

  List<Dropped> dropped() {
    return dropped;
  }

  void clear() {
    matches.clear();
    dropped.clear();
  }
}
