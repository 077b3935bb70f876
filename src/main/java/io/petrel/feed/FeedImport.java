package io.petrel.feed;

import io.petrel.feed.format.FeedReader;
import io.petrel.feed.format.FeedRow;
import io.petrel.feed.format.SkipReason;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a feed, one after another, as a mapping says. Memory does not grow with the files:
 * of each station the last few reports are remembered, of no more than 20,000 stations, and 10,000
 * reports wait for those after them. Not thread-safe.
 */
public final class FeedImport {
  private static final int MOST_NOTES = 100;
  private static final int FIRST_ROWS = 500;

  /** Reports that wait for those after them in the file, as rain is told in any order. */
  private static final int WAITING = 10_000;

  private final FeedMapping mapping;
  private final ObservationMaker maker;
  private final RecentReports recent = new RecentReports();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private final Set<String> unusedColumns = new LinkedHashSet<>();
  private final Set<String> stations = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private long rows;
  private long written;
  private long duplicates;
  private long corrections;
  private long outOfOrder;
  private long unreadableValues;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private final Deque<Pending> waiting = new ArrayDeque<>();

  /** A report that waits to be written. */
  private record Pending(
      Observation observation, FeedRow.@Nullable Rain rain, FeedRow.@Nullable Value sum) {}

  /** Is told what is found, in the order of the files. */
  public interface Listener {
    /** An observation to be written. */
    void observation(Observation observation);

    /**
     * Something that could not be used.
     *
     * @param line from 1
     * @param text what is wrong
     */
    void fault(long line, String text);
  }

  public FeedImport(FeedMapping mapping) {
    this.mapping = mapping;
    this.maker = new ObservationMaker(mapping);
  }

  /**
   * Names of the {@code extra} values that observations can have.
   *
   * @throws IOException saying what is wrong, if the file cannot be read at all
   */
  public List<String> extras(Path file) throws IOException {
    try (FeedReader reader = FeedReader.open(file, mapping, note -> {})) {
      return maker.extras(reader.rules());
    }
  }

  /**
   * Reads a file. What is wrong in it is told and counted, and reading goes on as far as it can.
   *
   * @return observations written
   * @throws IOException saying what is wrong, if the file cannot be read at all
   */
  public long read(Path file, Listener listener) throws IOException {
    long before = written;
    Consumer<String> note = text -> note(file, text);
    try (FeedReader reader = FeedReader.open(file, mapping, note)) {
      maker.expect(reader.rules());
      Deque<FeedRow> first = first(reader);
      while (!first.isEmpty() || reader.hasNext()) {
        FeedRow row = first.isEmpty() ? reader.next() : first.removeFirst();
        if (row instanceof FeedRow.Report report) {
          rows++;
          report(report, listener);
        } else if (row instanceof FeedRow.Skipped none) {
          rows++;
          skip(none.line(), none.reason(), none.text(), listener);
        } else if (row instanceof FeedRow.Broken end) {
          broken.add("%s:%d: %s".formatted(file, end.line(), end.text()));
          listener.fault(end.line(), end.text() + "; the rest of the file is not read");
        }
      }
      while (!waiting.isEmpty()) {
        write(waiting.removeFirst(), listener);
      }
      unusedColumns.addAll(reader.unusedColumns());
      reader.notes().forEach(note);
    }
    return written - before;
  }

  /** The first rows, by which it is found whether local clocks run forwards in the file. */
  private Deque<FeedRow> first(FeedReader reader) {
    Deque<FeedRow> rows = new ArrayDeque<>();
    Map<String, List<TimeRule.Local>> times = new HashMap<>();
    boolean hasClocks = mapping.time() != null;
    while (hasClocks && rows.size() < FIRST_ROWS && reader.hasNext()) {
      FeedRow row = reader.next();
      rows.addLast(row);
      if (row instanceof FeedRow.Report report && report.time() instanceof TimeRule.Local local) {
        times
            .computeIfAbsent(mapping.stationId().expand(report.names()), s -> new ArrayList<>())
            .add(local);
      }
    }
    times.values().stream().max(Comparator.comparingInt(List::size)).ifPresent(maker::beginFile);
    return rows;
  }

  private void note(Path file, String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add("%s: %s".formatted(file, text));
    }
  }

  /** What was done so far. */
  public ImportReport report() {
    return new ImportReport(
        rows,
        written,
        skipped,
        duplicates,
        corrections,
        outOfOrder,
        maker.ambiguousTimes(),
        unreadableValues,
        maker.fields(),
        List.copyOf(unusedColumns),
        stations.size(),
        maker.unknownStations(),
        written == 0 ? null : Instant.ofEpochMilli(first),
        written == 0 ? null : Instant.ofEpochMilli(last),
        Stream.concat(notes.stream(), maker.hints().stream()).toList(),
        broken);
  }

  private void report(FeedRow.Report report, Listener listener) {
    for (String text : report.unreadable()) {
      unreadableValues++;
      listener.fault(report.line(), text + "; the value is missing");
    }
    ObservationMaker.Outcome outcome = maker.make(report);
    if (outcome instanceof ObservationMaker.NotMade none) {
      skip(report.line(), none.reason(), none.text(), listener);
      return;
    }
    RecentReports.Judged judged = recent.judge(((ObservationMaker.Made) outcome).observation());
    switch (judged.kind()) {
      case DUPLICATE -> {
        duplicates++;
        return;
      }
      case CORRECTION -> corrections++;
      case NEW -> outOfOrder += judged.outOfOrder() ? 1 : 0;
    }
    ObservationMaker.Made made = (ObservationMaker.Made) outcome;
    Pending pending = new Pending(judged.observation(), made.rain(), made.sum());
    if (pending.rain != null) {
      maker.expect(pending.observation, pending.rain);
    }
    waiting.addLast(pending);
    if (waiting.size() > WAITING) {
      write(waiting.removeFirst(), listener);
    }
  }

  private void write(Pending pending, Listener listener) {
    write(
        pending.rain == null
            ? pending.observation
            : maker.settle(pending.observation, pending.rain, pending.sum),
        listener);
  }

  private void write(Observation observation, Listener listener) {
    listener.observation(observation);
    written++;
    first = Math.min(first, observation.timeMillis());
    last = Math.max(last, observation.timeMillis());
    if (stations.size() < ImportReport.MOST_STATIONS) {
      stations.add(observation.stationId());
    }
  }

  private void skip(long line, SkipReason reason, String text, Listener listener) {
    skipped.merge(reason, 1L, Long::sum);
    listener.fault(line, text + "; the row is left out");
  }
}
