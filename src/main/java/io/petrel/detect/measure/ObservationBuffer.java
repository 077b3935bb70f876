package io.petrel.detect.measure;

import io.petrel.weather.Observation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A station's recent observations in time order, for measures and charts. Keeps the newest few, all
 * within the longest window of a measure, and for each {@link MeasureCell#needsAnchor} the newest
 * older one that counts. Not thread-safe.
 */
public final class ObservationBuffer {
  private static final int SMALLEST = 16;

  /** Up to this size measures read the observations themselves: most stations report seldom. */
  private static final int LARGEST_WITHOUT_COLUMNS = 64;

  private Observation[] entries = new Observation[SMALLEST];

  /** By slot, the bits of the filters that were evaluated; empty until one was. */
  private long[] known = {};

  /** By slot, the bits of the filters that the observation passed. */
  private long[] passed = {};

  private int first;
  private int size;
  private long droppedTo = Long.MIN_VALUE;

  /** How many were dropped, which is the number of the oldest. */
  private long droppedCount;

  private final Map<FieldSelector, Column> columns = new HashMap<>();

  /** By {@link MeasureCell#key()}. */
  private final Map<String, Observation> anchors = new HashMap<>();

  public int size() {
    return size;
  }

  /** An observation; 0 is the oldest. */
  public Observation get(int index) {
    return entries[(first + index) & (entries.length - 1)];
  }

  /** The newest observation; the buffer must not be empty. */
  public Observation newest() {
    return get(size - 1);
  }

  public void add(Observation observation) {
    if (size == entries.length) {
      grow();
    }
    int slot = (first + size) & (entries.length - 1);
    entries[slot] = observation;
    if (known.length > 0) {
      known[slot] = 0;
    }
    size++;
  }

  private void grow() {
    Observation[] biggerEntries = new Observation[entries.length * 2];
    for (int i = 0; i < size; i++) {
      biggerEntries[i] = get(i);
    }
    entries = biggerEntries;
    first = 0;
    known = new long[0];
    passed = new long[0];
    columns.clear();
  }

  /**
   * Drops observations that no measure and no context needs. The newest one always stays.
   *
   * @param now newest event time
   * @param windowMillis longest window of a measure
   * @param contextMillis longest context of a match
   * @param contextSize how many of the newest to keep within {@code contextMillis}
   */
  public void trim(
      long now,
      long windowMillis,
      long contextMillis,
      int contextSize,
      List<MeasureCell> anchored) {
    while (size > 1
        && now - get(0).timeMillis() > windowMillis
        && (size > contextSize || now - get(0).timeMillis() > contextMillis)) {
      Observation dropped = get(0);
      for (MeasureCell cell : anchored) {
        if (cell.counts(this, 0)) {
          anchors.put(cell.key(), dropped);
        }
      }
      droppedTo = dropped.timeMillis();
      int slot = first & (entries.length - 1);
      clear(slot);
      first = (slot + 1) & (entries.length - 1);
      size--;
      droppedCount++;
    }
  }

  @SuppressWarnings("NullAway") // Slots outside first..size are null.
  private void clear(int slot) {
    entries[slot] = null;
  }

  /** Time of the newest dropped observation; {@link Long#MIN_VALUE} = none was dropped. */
  public long droppedTo() {
    return droppedTo;
  }

  public void droppedTo(long timeMillis) {
    droppedTo = timeMillis;
  }

  /** Index of this very observation, or -1. */
  @SuppressWarnings("ReferenceEquality") // Two equal observations are still two.
  int indexOf(Observation observation) {
    for (int i = size - 1; i >= 0; i--) {
      if (get(i) == observation) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the observation at an index passes a filter; evaluated once. */
  public boolean passes(ObservationFilter filter, int index) {
    int slot = (first + index) & (entries.length - 1);
    long bit = filter.bit();
    if (bit == 0) {
      return filter.evaluate(entries[slot]);
    }
    if (known.length == 0) {
      known = new long[entries.length];
      passed = new long[entries.length];
    }
    if ((known[slot] & bit) == 0) {
      known[slot] |= bit;
      if (filter.evaluate(entries[slot])) {
        passed[slot] |= bit;
      } else {
        passed[slot] &= ~bit;
      }
    }
    return (passed[slot] & bit) != 0;
  }

  /** Call when filters have changed. */
  public void forgetFilters() {
    Arrays.fill(known, 0);
    columns.clear();
  }

  /** Index of the oldest observation at or after a time; {@link #size} = all are before. */
  int firstSince(long timeMillis) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).timeMillis() < timeMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The readings of all observations, valid until the next is added; null = too few for a column.
   */
  @Nullable Column column(FieldSelector readings) {
    if (size <= LARGEST_WITHOUT_COLUMNS) {
      return null;
    }
    Column column = columns.get(readings);
    if (column == null) {
      column = new Column(readings);
      columns.put(readings, column);
    }
    column.fill();
    return column;
  }

  /**
   * Readings by index. A window of a busy station holds a hundred thousand of them, and each report
   * reads all: from one array that is many times faster than from each observation.
   */
  final class Column {
    private final FieldSelector readings;

    /** By slot. */
    private final double[] values = new double[entries.length];

    /** Number of the next observation to add, counted like {@link #droppedCount}. */
    private long next;

    private Column(FieldSelector readings) {
      this.readings = readings;
    }

    private void fill() {
      for (int index = (int) Math.max(0, next - droppedCount); index < size; index++) {
        values[(first + index) & (values.length - 1)] = readings.at(ObservationBuffer.this, index);
      }
      next = droppedCount + size;
    }

    /** As {@link FieldSelector#at}. */
    double at(int index) {
      return values[(first + index) & (values.length - 1)];
    }
  }

  public Map<String, Observation> anchors() {
    return anchors;
  }

  /** The newest {@code atMost} observations since a time, oldest first. */
  public List<Observation> since(long timeMillis, int atMost) {
    int from = size;
    while (from > 0 && size - from < atMost && get(from - 1).timeMillis() >= timeMillis) {
      from--;
    }
    Observation[] newest = new Observation[size - from];
    for (int i = from; i < size; i++) {
      newest[i - from] = get(i);
    }
    return List.of(newest);
  }
}
