package io.petrel.detect.measure;

import io.petrel.weather.Observation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A station's recent observations in the order in which they were processed, which is that of their
 * times: for measures and for charts. Kept: the newest few, all within the longest window of a
 * measure, and for each {@link MeasureCell#needsAnchor} the newest older one that counts. Not
 * thread-safe.
 */
public final class ObservationBuffer {
  private static final int SMALLEST = 16;

  /** Up to so many, readings are looked up in the observations: most stations report seldom. */
  private static final int LARGEST_WITHOUT_COLUMNS = 64;

  private Observation[] entries = new Observation[SMALLEST];

  /** By slot, which filters have judged the observation; empty until one has. */
  private long[] known = {};

  /** The same for those that it has passed. */
  private long[] passed = {};

  private int first;
  private int size;
  private long droppedTo = Long.MIN_VALUE;
  private long bytes;

  /** How many were dropped: the number of the oldest, counted from the first ever. */
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

  /** What its observations take in memory, about. */
  public long bytesInMemory() {
    return bytes;
  }

  /** The newest observation; there must be one. */
  public Observation newest() {
    return get(size - 1);
  }

  public void add(Observation observation) {
    if (size == entries.length) {
      grow();
    }
    int slot = (first + size) & (entries.length - 1);
    entries[slot] = observation;
    bytes += observation.bytesInMemory();
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
   * Drops what nobody needs any more.
   *
   * @param now newest event time
   * @param windowMillis longest window of a measure
   * @param contextMillis longest context of a match
   * @param contextSize how many of the newest are kept within it; the newest one always is
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
      bytes -= dropped.bytesInMemory();
      int slot = first & (entries.length - 1);
      clear(slot);
      first = (slot + 1) & (entries.length - 1);
      size--;
      droppedCount++;
    }
  }

  @SuppressWarnings("NullAway") // Outside first..size the slots hold nothing.
  private void clear(int slot) {
    entries[slot] = null;
  }

  /** Time of the newest observation that is no longer kept; {@link Long#MIN_VALUE} = all are. */
  public long droppedTo() {
    return droppedTo;
  }

  public void droppedTo(long timeMillis) {
    droppedTo = timeMillis;
  }

  /** Place of an observation that is in here, or -1. */
  @SuppressWarnings("ReferenceEquality") // Two equal observations are still two.
  int indexOf(Observation observation) {
    for (int i = size - 1; i >= 0; i--) {
      if (get(i) == observation) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the observation at a place passes a filter; evaluated once for each. */
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

  /** To be called when filters have changed. */
  public void forgetFilters() {
    Arrays.fill(known, 0);
    columns.clear();
  }

  /** Place of the oldest observation that is not before a time; {@link #size} = all are before. */
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

  /** The readings of all observations until the next is added; null = they are too few for it. */
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
   * FieldSelector by place. A window of a busy station holds a hundred thousand, and each report
   * asks for all of them: side by side in memory they are read many times faster than each from its
   * observation.
   */
  final class Column {
    private final FieldSelector readings;

    /** By slot. */
    private final double[] values = new double[entries.length];

    /** Number of the first observation, counted like {@link #droppedCount}, that is not in yet. */
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

    /** NaN where the field is missing or does not count. */
    double at(int index) {
      return values[(first + index) & (values.length - 1)];
    }
  }

  public Map<String, Observation> anchors() {
    return anchors;
  }

  /** The newest observations since a time, oldest first, at most so many. */
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
