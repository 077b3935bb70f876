package io.petrel.replay;

import io.petrel.engine.PipelineSettings;
import io.petrel.engine.TemporaryFolder;
import io.petrel.ingest.Recording;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of observations as one history in the order of event time or of arrival, which can be read
 * many times. A file that is too far out of order to be sorted while it is read, such as one sorted
 * by station, is sorted on disk first: memory depends on neither the length nor the order of files.
 */
public final class History implements Closeable {
  /** Most rows held in memory to sort them. */
  static final int MOST_HELD = 100_000;

  /** A report that is so much older than its station's newest is late in an engine, by default. */
  public static final Duration LATE_AFTER = PipelineSettings.defaults().reviseFor();

  /** Receives the findings of the first reading. */
  public interface Listener {
    void badRow(Path file, ObservationCsv.Bad row);

    /** A good row was read; called often. */
    void read();
  }

  /**
   * The contents of history.
   *
   * @param observations good rows in the span
   * @param badRows rows that are not observations, whatever their time
   * @param late rows that are late by {@link #LATE_AFTER} if they arrived in the order of the
   *     files; without files that had to be sorted, and of no meaning when the time of arrival is
   *     known
   * @param sortedFiles files that had to be sorted
   * @param stations number of stations
   * @param firstMillis time of the oldest; larger than {@code lastMillis} when there is none
   */
  public record Contents(
      long observations,
      long badRows,
      long late,
      int sortedFiles,
      int stations,
      long firstMillis,
      long lastMillis) {}

  private final Span span;
  private final ReportOrder order;
  private final int mostHeld;
  private final TemporaryFolder scratch;
  private final List<Path> ordered = new ArrayList<>();
  private final Set<String> stations = new HashSet<>();
  private long observations;
  private long badRows;
  private long late;
  private int sortedFiles;
  private long disorderMillis;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  private History(Span span, ReportOrder order, int mostHeld) throws IOException {
    this.span = span;
    this.order = order;
    this.mostHeld = mostHeld;
    this.scratch = TemporaryFolder.ofMachine();
  }

  /**
   * Reads the files once to their end.
   *
   * @throws IOException naming the file, if one cannot be read to its end
   */
  public static History read(List<Path> files, Span span, Listener listener) throws IOException {
    return read(files, span, ReportOrder.EVENT_TIME, listener);
  }

  /** The same, to be replayed in a given order. */
  public static History read(List<Path> files, Span span, ReportOrder order, Listener listener)
      throws IOException {
    return read(files, span, order, MOST_HELD, listener);
  }

  static History read(
      List<Path> files, Span span, ReportOrder order, int mostHeld, Listener listener)
      throws IOException {
    History history = new History(span, order, mostHeld);
    try {
      for (Path file : files) {
        history.add(file, listener);
      }
      return history;
    } catch (IOException | RuntimeException e) {
      history.close();
      throw e;
    }
  }

  private void add(Path file, Listener listener) throws IOException {
    FileOrder found = scan(file, listener);
    observations += found.count();
    if (found.held() > mostHeld || order.isByArrival()) {
      sortedFiles++;
      sort(file);
    } else {
      ordered.add(file);
      late += found.late();
      disorderMillis = Math.max(disorderMillis, found.disorderMillis());
    }
  }

  private FileOrder scan(Path file, Listener listener) throws IOException {
    FileOrder found = new FileOrder();
    try (ObservationFile rows = order.open(file)) {
      while (rows.hasNext()) {
        ObservationCsv.Row row = rows.next();
        if (row instanceof ObservationCsv.Bad bad) {
          badRows++;
          listener.badRow(file, bad);
        } else if (row instanceof ObservationCsv.Good good) {
          listener.read();
          long time = good.observation().timeMillis();
          if (span.contains(time)) {
            firstMillis = Math.min(firstMillis, time);
            lastMillis = Math.max(lastMillis, time);
            found.add(order.millis(good.observation()), good.observation());
            stations.add(good.observation().stationId());
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      String why = String.valueOf(e.getMessage());
      throw new IOException(why.contains(file.toString()) ? why : "%s: %s".formatted(file, why), e);
    }
    return found;
  }

  /** Writes the file as many smaller sorted ones; reading merges them. */
  private void sort(Path file) throws IOException {
    List<Observation> part = new ArrayList<>();
    try (MergedObservations rows = new MergedObservations(List.of(file), span, order)) {
      while (rows.hasNext()) {
        part.add(rows.next());
        if (part.size() >= mostHeld || !rows.hasNext()) {
          part.sort(Comparator.comparingLong(order::millis));
          ordered.add(write(part));
          part.clear();
        }
      }
    }
  }

  private Path write(List<Observation> part) throws IOException {
    Path file = scratch.newFile(".avro");
    try (ObservationFileWriter out =
        ObservationFileWriter.scratch(
            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (Observation observation : part) {
        out.write(observation);
      }
    }
    return file;
  }

  public Contents contents() {
    return new Contents(
        observations, badRows, late, sortedFiles, stations.size(), firstMillis, lastMillis);
  }

  /** All observations, in their order except for {@link #disorderMillis}. */
  public MergedObservations open() throws IOException {
    return new MergedObservations(ordered, span, order.ofSorted());
  }

  long disorderMillis() {
    return disorderMillis;
  }

  TemporaryFolder scratch() {
    return scratch;
  }

  /** For the pipeline; valid until this is closed. */
  public Recording recording() {
    return new MergedRecording(
        ordered.stream().map(Path::toString).toList(), span, order.ofSorted(), disorderMillis);
  }

  public ReportOrder order() {
    return order;
  }

  /** Deletes the sorted files. */
  @Override
  public void close() {
    scratch.close();
  }

  private record MergedRecording(
      List<String> paths, Span span, ReportOrder order, @Override long disorderMillis)
      implements Recording {
    private static final long serialVersionUID = 1L;

    @Override
    public Reader open() throws IOException {
      return new Rows(new MergedObservations(paths.stream().map(Path::of).toList(), span, order));
    }
  }

  private record Rows(MergedObservations rows) implements Recording.Reader {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Recording.Item next() {
      return new Recording.Observed(rows.next());
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  /**
   * Measures how far the rows of a file are out of their order. Not thread-safe.
   *
   * <p>A file in the order of arrival is a little out of order, one sorted by station wholly.
   */
  private static final class FileOrder {
    private final Map<String, Long> newestByStation = new HashMap<>();
    private long count;
    private long late;
    private long disorderMillis;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    /**
     * @param sortMillis the time by which it is to be sorted
     */
    void add(long sortMillis, Observation observation) {
      count++;
      firstMillis = Math.min(firstMillis, sortMillis);
      lastMillis = Math.max(lastMillis, sortMillis);
      disorderMillis = Math.max(disorderMillis, lastMillis - sortMillis);
      long time = observation.timeMillis();
      long newest = newestByStation.merge(observation.stationId(), time, Math::max);
      late += newest - time > LATE_AFTER.toMillis() ? 1 : 0;
    }

    long count() {
      return count;
    }

    /** Rows that are too much older than the newest of their station before them. */
    long late() {
      return late;
    }

    /** The largest time by which a row is older than the newest before it. */
    long disorderMillis() {
      return disorderMillis;
    }

    /** About how many rows must be held at a time to sort them. */
    long held() {
      long length = Math.max(1, lastMillis - firstMillis);
      return count == 0 ? 0 : (long) (count * Math.min(1.0, (double) disorderMillis / length));
    }
  }
}
