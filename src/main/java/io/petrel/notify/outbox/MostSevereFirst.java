package io.petrel.notify.outbox;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which alerts a digest lists when there are too many. */
final class MostSevereFirst {
  /** Ends of what was told always; then the worst, of these the newest. */
  private static final Comparator<Entry> FIRST =
      Comparator.comparing(Entry::exempt)
          .reversed()
          .thenComparing(Entry::severity)
          .thenComparing(Entry::number, Comparator.reverseOrder());

  private MostSevereFirst() {}

  /**
   * Those of at most {@code most} incidents, ends of what was told apart; in order of arrival. An
   * incident is listed whole: nobody hears of a beginning and never of its end.
   */
  static List<Entry> of(List<Entry> entries, int most) {
    long exempt = entries.stream().filter(Entry::exempt).count();
    Set<String> listed =
        entries.stream()
            .sorted(FIRST)
            .map(Entry::incident)
            .distinct()
            .limit(Math.max(most, exempt))
            .collect(Collectors.toSet());
    return entries.stream().filter(entry -> listed.contains(entry.incident())).toList();
  }
}
