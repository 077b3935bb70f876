package io.petrel.feed;

import io.petrel.feed.format.FeedReader;
import io.petrel.feed.format.FeedRow;
import io.petrel.feed.format.SkipReason;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads files of a feed, one after another, as a mapping says. Memory does not grow with the files:
 * of each station the last few reports are remembered, of no more than 20,000 stations. Not
 * thread-safe.
 */
public final class FeedImport {
  private final FeedMapping mapping;
  private final ObservationMaker maker;
  private final RecentReports recent = new RecentReports();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private final Set<String> unusedColumns = new LinkedHashSet<>();
  private final Set<String> stations = new HashSet<>();
  private final List<String> broken = new ArrayList<>();
  private long rows;
  private long written;
  private long duplicates;
  private long corrections;
  private long outOfOrder;
  private long unreadableValues;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

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
    try (FeedReader reader = FeedReader.open(file, mapping)) {
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
    try (FeedReader reader = FeedReader.open(file, mapping)) {
      maker.expect(reader.rules());
      while (reader.hasNext()) {
        FeedRow row = reader.next();
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
      unusedColumns.addAll(reader.unusedColumns());
    }
    return written - before;
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
        broken);
  }

  private void report(FeedRow.Report report, Listener listener) {
    for (String text : report.unreadable()) {
      unreadableValues++;
      listener.fault(report.line(), text + "; the value is missing");
    }
    ObservationMaker.Outcome outcome = maker.make(report, recent);
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
    write(judged.observation(), listener);
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
