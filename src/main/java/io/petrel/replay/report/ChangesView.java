package io.petrel.replay.report;

import io.petrel.replay.compare.Change;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.DifferenceWords;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentDifference;
import io.petrel.replay.report.PageView.Fact;
import io.petrel.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Where two sets of rules differ. Plain text, not escaped. */
record ChangesView(String oldRules, List<Fact> counts, List<DifferenceRow> list, String note) {
  /**
   * The view.
   *
   * @param numbers of incidents on the page, by id and whether the old rules have it
   */
  static ChangesView of(ReportInput.Old old, Map<String, Integer> numbers) {
    Comparison comparison = old.comparison();
    return new ChangesView(
        old.rulesName(),
        counts(comparison::count, comparison.same()),
        comparison.differences().stream()
            .limit(Episodes.MOST)
            .map(difference -> row(difference, numbers))
            .toList(),
        note(comparison.differences().size()));
  }

  /** Number of differences of each kind, and how many are the same. */
  static List<Fact> counts(ToLongFunction<Change> count, int same) {
    List<Fact> counts = new ArrayList<>();
    for (Change kind : Change.values()) {
      counts.add(new Fact(kind.word(), Words.count(count.applyAsLong(kind))));
    }
    counts.add(new Fact("the same", Words.count(same)));
    return counts;
  }

  /** A note on differences for which the page has no room; empty = none. */
  static String note(int all) {
    return all <= Episodes.MOST
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d further differences are not listed; --json has all.",
            all - Episodes.MOST);
  }

  private static DifferenceRow row(IncidentDifference difference, Map<String, Integer> numbers) {
    Incident shown = difference.shown();
    boolean removed = difference.kind() == Change.REMOVED;
    return new DifferenceRow(
        difference.kind().word(),
        Times.minute(shown.toldMillis()),
        Words.tone(shown.severity()),
        shown.severity().code(),
        shown.rule(),
        shown.headline(),
        String.join("; ", DifferenceWords.changes(difference)),
        numbers.getOrDefault(shown.id() + removed, 0));
  }

  /**
   * A line about one difference. Plain text, not escaped.
   *
   * @param kind added, removed, moved or changed
   * @param tone CSS class of the severity; empty for a mail
   * @param severity in words; empty for a mail
   * @param source rule, or subscription and address
   * @param text headline or subject
   * @param what is otherwise
   * @param number of the incident on the page; 0 = not on the page
   */
  record DifferenceRow(
      String kind,
      String time,
      String tone,
      String severity,
      String source,
      String text,
      String what,
      int number) {
    boolean linked() {
      return number > 0;
    }
  }
}
