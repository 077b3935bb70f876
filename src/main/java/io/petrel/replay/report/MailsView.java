package io.petrel.replay.report;

import io.petrel.notify.RehearsedMail.Kind;
import io.petrel.replay.compare.DifferenceWords;
import io.petrel.replay.compare.MailComparison;
import io.petrel.replay.compare.MailDifference;
import io.petrel.replay.compare.MailLine;
import io.petrel.replay.report.ChangesView.DifferenceRow;
import io.petrel.replay.report.PageView.Fact;
import io.petrel.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The mails that subscriptions would get. Plain text, not escaped. */
record MailsView(
    String total, List<String> kinds, List<Row> rows, @Nullable Differences differences) {

  /**
   * The mails of a subscription to one address.
   *
   * @param counts by kind, in the order of {@code kinds}
   */
  record Row(String subscription, String to, List<String> counts, String total) {}

  /** Where the mails of two sets of rules differ. */
  record Differences(List<Fact> counts, List<DifferenceRow> list, String note) {}

  private record Reader(String subscription, String to) {}

  static MailsView of(List<MailLine> mails, @Nullable MailComparison comparison) {
    Map<Reader, EnumMap<Kind, Long>> counts =
        new TreeMap<>(Comparator.comparing(Reader::subscription).thenComparing(Reader::to));
    for (MailLine mail : mails) {
      counts
          .computeIfAbsent(
              new Reader(mail.subscription(), mail.to()), to -> new EnumMap<>(Kind.class))
          .merge(mail.kind(), 1L, Long::sum);
    }
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (reader, byKind) -> {
          long all = 0;
          List<String> cells = new ArrayList<>();
          for (Kind kind : Kind.values()) {
            long count = byKind.getOrDefault(kind, 0L);
            all += count;
            cells.add(count == 0 ? "" : Words.count(count));
          }
          rows.add(new Row(reader.subscription(), reader.to(), cells, Words.count(all)));
        });
    return new MailsView(
        Words.count(mails.size(), "mail"),
        List.of("Alerts", "Updates", "All-clears", "Cancels", "Digests"),
        rows,
        comparison == null ? null : differences(comparison));
  }

  private static Differences differences(MailComparison comparison) {
    return new Differences(
        ChangesView.counts(comparison::count, comparison.same()),
        comparison.differences().stream().limit(Episodes.MOST).map(MailsView::row).toList(),
        ChangesView.note(comparison.differences().size()));
  }

  private static DifferenceRow row(MailDifference difference) {
    MailLine shown = difference.shown();
    return new DifferenceRow(
        difference.kind().word(),
        Times.minute(shown.atMillis()),
        "",
        shown.kindWord(),
        "%s, %s".formatted(shown.subscription(), shown.to()),
        shown.subject(),
        String.join("; ", DifferenceWords.changes(difference)),
        0);
  }
}
