package io.petrel.replay.report;

import io.petrel.replay.History;
import io.petrel.text.Durations;
import io.petrel.text.Times;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What the page says about the data. Plain text, not escaped. */
record QualityView(
    List<String> notes,
    List<StationRow> stations,
    List<Column> columns,
    List<MissingRow> missing,
    List<ImplausibleRow> implausible,
    List<GapRow> gaps) {
  /** Most stations of a table. */
  private static final int MOST_STATIONS = 200;

  private static final int MOST_GAPS = 20;

  record StationRow(
      String id,
      String name,
      String reports,
      String first,
      String last,
      String usual,
      String gaps,
      String longest,
      String duplicates,
      String corrections) {}

  record Column(String label, String field) {}

  record MissingRow(String id, List<Share> shares) {}

  /**
   * @param level 0 to 4, how dark the cell is
   */
  record Share(String percent, int level) {}

  record ImplausibleRow(String station, String field, String count) {}

  record GapRow(String station, String from, String to, String length) {}

  static QualityView of(
      History.Contents contents, boolean isByArrival, Collection<StationQuality> all) {
    List<StationQuality> shown = all.stream().limit(MOST_STATIONS).toList();
    List<Variable> columns =
        Variables.all().stream()
            .filter(v -> all.stream().anyMatch(s -> s.missing(v) < s.reports()))
            .toList();
    return new QualityView(
        notes(contents, isByArrival, all, columns),
        shown.stream().map(QualityView::station).toList(),
        columns.stream().map(v -> new Column(Words.name(v), v.name())).toList(),
        shown.stream().map(s -> missing(s, columns)).toList(),
        implausible(shown),
        gaps(all));
  }

  private static List<String> notes(
      History.Contents contents,
      boolean isByArrival,
      Collection<StationQuality> all,
      List<Variable> columns) {
    List<String> notes = new ArrayList<>();
    notes.add(
        contents.badRows() == 0
            ? "Every row could be read."
            : Words.count(contents.badRows(), "row") + " could not be read and were left out.");
    if (contents.sortedFiles() > 0 && !isByArrival) {
      notes.add(
          Words.count(contents.sortedFiles(), "file")
              + " had to be sorted by time: it is not known which of their reports would have been late.");
    }
    if (!isByArrival) {
      notes.add(lateNote(contents));
    }
    List<String> never =
        Variables.all().stream()
            .filter(v -> !columns.contains(v))
            .map(v -> Words.name(v).toLowerCase(Locale.ROOT))
            .toList();
    if (!never.isEmpty()) {
      notes.add("No station ever reports: " + String.join(", ", never) + ".");
    }
    if (all.size() > MOST_STATIONS) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The tables show the first %d of %,d stations.",
              MOST_STATIONS,
              all.size()));
    }
    return notes;
  }

  private static String lateNote(History.Contents contents) {
    String bound = Durations.words(History.LATE_AFTER.toMillis());
    return contents.late() == 0
        ? "No report is more than %s older than its station's newest before it: none would have been late."
            .formatted(bound)
        : Words.count(contents.late(), "report")
            + " are more than %s older than their station's newest before them. They count here; a running engine with its default detect.revise-for sets such reports aside as late."
                .formatted(bound);
  }

  private static StationRow station(StationQuality s) {
    List<StationQuality.Gap> longest = s.longestGaps();
    return new StationRow(
        s.id(),
        s.name().equals(s.id()) ? "" : s.name(),
        Words.count(s.reports()),
        Times.minute(s.firstMillis()),
        Times.minute(s.lastMillis()),
        s.usualMinutes() == 0 ? "–" : Durations.words(s.usualMinutes() * 60_000),
        Words.count(s.gaps()),
        longest.isEmpty() ? "–" : Durations.words(longest.get(0).millis()),
        Words.count(s.duplicates()),
        Words.count(s.corrections()));
  }

  private static MissingRow missing(StationQuality s, List<Variable> columns) {
    return new MissingRow(
        s.id(), columns.stream().map(v -> share(s.missing(v), s.reports())).toList());
  }

  private static Share share(long part, long whole) {
    int level = part == 0 ? 0 : 1 + (int) Math.min(3, 4 * part / Math.max(1, whole));
    return new Share(Words.percent(part, whole), level);
  }

  private static List<ImplausibleRow> implausible(List<StationQuality> stations) {
    List<ImplausibleRow> rows = new ArrayList<>();
    for (StationQuality station : stations) {
      for (Variable variable : Variables.all()) {
        if (station.implausible(variable) > 0) {
          rows.add(
              new ImplausibleRow(
                  station.id(), Words.name(variable), Words.count(station.implausible(variable))));
        }
      }
    }
    return rows;
  }

  private static List<GapRow> gaps(Collection<StationQuality> all) {
    return all.stream()
        .flatMap(station -> station.longestGaps().stream())
        .sorted(StationQuality.Gap.LONGEST_FIRST)
        .limit(MOST_GAPS)
        .map(
            gap ->
                new GapRow(
                    gap.station(),
                    Times.minute(gap.fromMillis()),
                    Times.minute(gap.toMillis()),
                    Durations.words(gap.millis())))
        .toList();
  }
}
