package io.petrel.detect;

import io.petrel.detect.rules.CompiledRuleSet;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stations of a subtask: the busy ones unpacked in memory, all as one blob each in keyed state.
 * A changed station is written when it leaves memory, because they or their bytes are too many, and
 * at each checkpoint, not with each observation: reading and writing a state backend for each would
 * cost more than all rules do.
 *
 * <p>Not thread-safe.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Only the task's thread writes.
final class StationStore {
  private static final Logger LOG = LoggerFactory.getLogger(StationStore.class);

  private final ValueState<byte[]> state;
  private final KeySetter keys;
  private final int capacity;
  private final long byteCapacity;
  private boolean full;
  private volatile long bytes;

  /** The one asked for longest ago comes first. */
  private final LinkedHashMap<String, StationState> inMemory = new LinkedHashMap<>(64, 0.75f, true);

  /** Makes a station the one that keyed state is about. */
  interface KeySetter {
    void set(String station);
  }

  /**
   * @param capacity stations in memory, > 0
   * @param byteCapacity bytes that they may take, about; the one that is looked at may take more
   */
  StationStore(ValueState<byte[]> state, KeySetter keys, int capacity, long byteCapacity) {
    this.state = state;
    this.keys = keys;
    this.capacity = capacity;
    this.byteCapacity = byteCapacity;
  }

  /** A station that is about to be changed; a new one when it is not known. */
  StationState change(String id, CompiledRuleSet rules) throws IOException {
    StationState station = inMemory.get(id);
    if (station == null) {
      station = load(id, rules);
      inMemory.put(id, station);
    }
    bytes += station.countBytes();
    if (inMemory.size() > capacity || bytes > byteCapacity) {
      makeRoom();
    }
    station.isWritten(false);
    return station;
  }

  private StationState load(String id, CompiledRuleSet rules) throws IOException {
    keys.set(id);
    byte @Nullable [] bytes = state.value();
    return bytes == null ? new StationState(id, rules) : StationStateCodec.read(id, bytes, rules);
  }

  private void makeRoom() throws IOException {
    Iterator<StationState> oldest = inMemory.values().iterator();
    while (inMemory.size() > capacity || (bytes > byteCapacity && inMemory.size() > 1)) {
      if (inMemory.size() <= capacity && !full) {
        full = true;
        LOG.warn(
            "The reports of {} stations take {} MB: those heard longest ago go to keyed state and"
                + " come back when they report. This is slower, and nothing is lost.",
            inMemory.size(),
            bytes >> 20);
      }
      StationState station = oldest.next();
      write(station);
      oldest.remove();
      bytes -= station.countedBytes();
    }
  }

  int stations() {
    return inMemory.size();
  }

  /** What the stations in memory take, about; may be asked by any thread. */
  long bytes() {
    return bytes;
  }

  /** Forgets a station for good. */
  void remove(String id) {
    StationState removed = inMemory.remove(id);
    bytes -= removed == null ? 0 : removed.countedBytes();
    keys.set(id);
    state.clear();
  }

  /** Writes what has changed to keyed state. */
  void flush() throws IOException {
    for (StationState station : inMemory.values()) {
      write(station);
    }
  }

  private void write(StationState station) throws IOException {
    if (!station.isWritten()) {
      keys.set(station.id());
      state.update(StationStateCodec.write(station));
      station.isWritten(true);
    }
  }
}
