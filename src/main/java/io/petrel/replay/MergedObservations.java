package io.petrel.replay;

import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Merges the good rows of many files within a span: the oldest next row of all files, by the given
 * order, comes first, so the result is no further out of order than the worst file. Of equally old
 * rows, that of the earlier file comes first. Not thread-safe.
 */
public final class MergedObservations implements Iterator<Observation>, Closeable {
  private record Head(int file, Observation observation) {}

  private final Span span;
  private final List<ObservationFile> files = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  MergedObservations(List<Path> paths, Span span, ReportOrder order) throws IOException {
    this.span = span;
    this.heads =
        new PriorityQueue<>(
            Comparator.comparingLong((Head head) -> order.millis(head.observation()))
                .thenComparingInt(Head::file));
    try {
      for (Path path : paths) {
        files.add(order.open(path));
        advance(files.size() - 1);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Observation next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException("the last row was read");
    }
    advance(head.file());
    return head.observation();
  }

  private void advance(int number) {
    ObservationFile rows = files.get(number);
    while (rows.hasNext()) {
      if (rows.next() instanceof ObservationCsv.Good good
          && span.contains(good.observation().timeMillis())) {
        heads.add(new Head(number, good.observation()));
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (ObservationFile file : files) {
      file.close();
    }
  }
}
