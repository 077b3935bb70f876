package io.petrel.replay;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The matches of a run after all revisions. Thread-safe. */
public final class StandingMatches {
  private final Map<Long, Match> standing = new LinkedHashMap<>();
  private final Map<Long, Match> withdrawn = new LinkedHashMap<>();

  /** Takes the next detection. */
  public synchronized void add(Detection detection) {
    if (detection instanceof Match match) {
      standing.put(match.id(), match);
      withdrawn.remove(match.id());
    } else if (detection instanceof Revision revision) {
      for (Revision.Withdrawn gone : revision.withdrawn()) {
        Match match = standing.remove(gone.id()); // Null for a clear.
        if (match != null) {
          withdrawn.put(gone.id(), match);
        }
      }
      revision.added().forEach(this::add);
    }
  }

  /** Those that stand, in the order in which they were told. */
  public synchronized Stream<Match> standing() {
    return List.copyOf(standing.values()).stream();
  }

  /** Those that were told and do not stand. */
  public synchronized Stream<Match> withdrawn() {
    return List.copyOf(withdrawn.values()).stream();
  }
}
