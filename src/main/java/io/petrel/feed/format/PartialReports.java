package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.feed.mapping.TimeRule;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Joins records that have only some of a report's values each: those of one station and time are
 * one report, in whatever order they stand. It is given when {@value #MOST_OPEN} others have begun,
 * or all is read. Not thread-safe.
 */
final class PartialReports implements FeedReader {
  private static final int MOST_OPEN = 200_000;

  private final FeedReader parts;
  private final MappingTemplate stationId;
  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final Deque<FeedRow> rows = new ArrayDeque<>();

  /** Of each station, the earliest and latest times of the reports that were given. */
  private final RecentMap<long[]> given = new RecentMap<>(20_000);

  private record Key(String station, TimeRule.WrittenTime time) {}

  private static final class Open {
    private final FeedRow.Report first;
    private final Map<FieldRule, FeedRow.Value> values = new LinkedHashMap<>();
    private final Map<FieldRule, FeedRow.Text> texts = new LinkedHashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    Open(FeedRow.Report first) {
      this.first = first;
    }

    FeedRow report() {
      return new FeedRow.Report(
          first.line(),
          names,
          first.time(),
          first.revision(),
          List.copyOf(values.values()),
          List.copyOf(texts.values()),
          first.rain(),
          List.copyOf(unreadable));
    }
  }

  private PartialReports(FeedReader parts, MappingTemplate stationId) {
    this.parts = parts;
    this.stationId = stationId;
  }

  /**
   * The reports of records, joined if the mapping's records have only some of a report's values.
   */
  static FeedReader join(FeedReader records, FeedMapping mapping) {
    return mapping.isPartial() ? new PartialReports(records, mapping.stationId()) : records;
  }

  @Override
  public List<FieldRule> rules() {
    return parts.rules();
  }

  @Override
  public List<String> unusedColumns() {
    return parts.unusedColumns();
  }

  @Override
  public List<String> notes() {
    return parts.notes();
  }

  @Override
  public boolean hasNext() {
    while (rows.isEmpty() && parts.hasNext()) {
      FeedRow row = parts.next();
      if (row instanceof FeedRow.Report part) {
        take(part);
      } else {
        rows.addLast(row);
      }
    }
    if (rows.isEmpty()) {
      open.values().forEach(report -> rows.addLast(report.report()));
      open.clear();
    }
    return !rows.isEmpty();
  }

  private void take(FeedRow.Report part) {
    if (part.time() instanceof TimeRule.Local local && cameTwice(local)) {
      rows.addLast(
          new FeedRow.Skipped(
              part.line(),
              SkipReason.BAD_TIME,
              "%s came twice, and records of parts of a report do not tell which"
                  .formatted(local.time())));
      return;
    }
    Key key = new Key(stationId.expand(part.names()), part.time());
    Open report = open.get(key);
    if (report == null) {
      if (wasGiven(key)) {
        rows.addLast(
            new FeedRow.Skipped(
                part.line(),
                SkipReason.MALFORMED,
                "the report of this time was written already: sort the file by time"));
        return;
      }
      report = new Open(part);
      open.put(key, report);
    }
    report.names.putAll(part.names());
    for (FeedRow.Value value : part.values()) {
      // A missing value takes nothing back.
      report.values.merge(
          value.rule(), value, (before, after) -> Double.isNaN(after.number()) ? before : after);
    }
    for (FeedRow.Text text : part.texts()) {
      report.texts.merge(
          text.rule(), text, (before, after) -> after.text().isEmpty() ? before : after);
    }
    report.unreadable.addAll(part.unreadable());
    if (open.size() > MOST_OPEN) {
      Map.Entry<Key, Open> eldest = open.entrySet().iterator().next();
      open.remove(eldest.getKey());
      markGiven(eldest.getKey());
      rows.addLast(eldest.getValue().report());
    }
  }

  private static boolean cameTwice(TimeRule.Local local) {
    ZoneId zone = local.zone();
    return zone != null && zone.getRules().getValidOffsets(local.time()).size() > 1;
  }

  private boolean wasGiven(Key key) {
    long[] range = given.get(key.station);
    long time = place(key.time);
    return range != null && time >= range[0] && time <= range[1];
  }

  private void markGiven(Key key) {
    long time = place(key.time);
    long[] range = given.get(key.station);
    if (range == null) {
      given.put(key.station, new long[] {time, time});
    } else {
      range[0] = Math.min(range[0], time);
      range[1] = Math.max(range[1], time);
    }
  }

  /** Seconds that put the times of a file in order. */
  private static long place(TimeRule.WrittenTime time) {
    return time instanceof TimeRule.Exact exact
        ? exact.instant().getEpochSecond()
        : ((TimeRule.Local) time).time().toEpochSecond(java.time.ZoneOffset.UTC);
  }

  @Override
  public FeedRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the last report was read");
    }
    return rows.removeFirst();
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
