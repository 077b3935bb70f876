package io.petrel.notify.outbox;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Selects the alerts that a digest lists when there are too many. */
final class MostSevereFirst {
  /** Ends of mailed incidents first; then the most severe, of these the newest. */
  private static final Comparator<Entry> FIRST =
      Comparator.comparing(Entry::exempt)
          .reversed()
          .thenComparing(Entry::severity)
          .thenComparing(Entry::number, Comparator.reverseOrder());

  private MostSevereFirst() {}

  /**
   * The alerts of at most {@code most} incidents, plus all ends of mailed incidents, in order of
   * arrival. An incident is listed whole: nobody gets a beginning without its end.
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
