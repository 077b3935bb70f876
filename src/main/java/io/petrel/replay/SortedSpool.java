package io.petrel.replay;

import io.petrel.engine.TemporaryFolder;
import io.petrel.state.Codec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects values in any order and returns them sorted, as often as needed. Beyond a given number
 * they are on disk, so memory does not grow with their number.
 */
public final class SortedSpool<T> {
  private final Codec<T> codec;
  private final Comparator<T> order;
  private final int inMemory;
  private final TemporaryFolder scratch;
  private final List<Path> runs = new ArrayList<>();
  private final List<T> latest = new ArrayList<>();
  private boolean sorted;
  private long size;

  /**
   * An empty spool.
   *
   * @param order equal values come in any order
   * @param inMemory most values in memory, > 0
   */
  SortedSpool(Codec<T> codec, Comparator<T> order, int inMemory, TemporaryFolder scratch) {
    this.codec = codec;
    this.order = order;
    this.inMemory = inMemory;
    this.scratch = scratch;
  }

  /** Adds a value. Safe for many threads. */
  synchronized void add(T value) {
    if (latest.size() >= inMemory) {
      spill();
    }
    latest.add(value);
    sorted = false;
    size++;
  }

  public synchronized long size() {
    return size;
  }

  /**
   * Returns all values in order.
   *
   * @throws UncheckedIOException if the files on disk cannot be read
   */
  public synchronized void forEach(Consumer<? super T> consumer) {
    sort();
    List<Run<T>> opened = new ArrayList<>();
    PriorityQueue<Run<T>> heads =
        new PriorityQueue<>((one, other) -> order.compare(one.head(), other.head()));
    try {
      for (Path file : runs) {
        opened.add(new Run<>(new FileValues<>(codec, file)));
      }
      opened.add(new Run<>(new ListValues<>(latest.iterator())));
      opened.stream().filter(Run::isOpen).forEach(heads::add);
      for (Run<T> run = heads.poll(); run != null; run = heads.poll()) {
        consumer.accept(run.head());
        run.advance();
        if (run.isOpen()) {
          heads.add(run);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      opened.forEach(Run::close);
    }
  }

  private void sort() {
    if (!sorted) {
      latest.sort(order);
      sorted = true;
    }
  }

  private void spill() {
    sort();
    Path file = scratch.newFile(".run");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (T value : latest) {
        codec.write(value, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no room for results in " + file, e);
    }
    runs.add(file);
    latest.clear();
  }

  /** Values one by one; null after the last. */
  private interface Values<T> extends Closeable {
    @Nullable T next() throws IOException;
  }

  private record ListValues<T>(Iterator<T> values) implements Values<T> {
    @Override
    public @Nullable T next() {
      return values.hasNext() ? values.next() : null;
    }

    @Override
    public void close() {}
  }

  private static final class FileValues<T> implements Values<T> {
    private final Codec<T> codec;
    private final DataInputStream in;

    FileValues(Codec<T> codec, Path file) throws IOException {
      this.codec = codec;
      this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    @Override
    public @Nullable T next() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return null;
      }
      in.reset();
      try {
        return codec.read(codec.version(), in);
      } catch (EOFException e) {
        throw new IOException("a scratch file ends in the middle of a value", e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** One sorted run with its next value. */
  private static final class Run<T> {
    private final Values<T> values;
    private @Nullable T head;

    Run(Values<T> values) throws IOException {
      this.values = values;
      this.head = values.next();
    }

    boolean isOpen() {
      return head != null;
    }

    T head() {
      if (head == null) {
        throw new IllegalStateException("the run is over");
      }
      return head;
    }

    void advance() throws IOException {
      head = values.next();
    }

    void close() {
      try {
        values.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
