package io.petrel.detect.match;

import java.util.ArrayList;
import java.util.List;

/** Collects the matches and the dropped partial matches of one call. Reused; not thread-safe. */
public final class MatchCollector {
  private final List<FoundMatch> matches = new ArrayList<>();
  private final List<Dropped> dropped = new ArrayList<>();

  /**
   * Partial matches that were dropped because there were too many.
   *
   * @param member as in {@link FoundMatch#member}
   */
  public record Dropped(int member, int count) {}

  public void add(FoundMatch match) {
    matches.add(match);
  }

  public void drop(int member, int count) {
    dropped.add(new Dropped(member, count));
  }

  /** In the order in which they were found; may be changed. */
  public List<FoundMatch> matches() {
    return matches;
  }

  public List<Dropped> dropped() {
    return dropped;
  }

  public void clear() {
    matches.clear();
    dropped.clear();
  }
}
