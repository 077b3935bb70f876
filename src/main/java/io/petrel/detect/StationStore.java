package io.petrel.detect;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The stations of a subtask: the busy ones unpacked in memory, all as one blob each in keyed state.
 * A changed station is written when it leaves memory and at each checkpoint, not with each
 * observation: reading and writing a state backend for each would cost more than all rules do.
 *
 * <p>Not thread-safe.
 */
final class StationStore {
  private final ValueState<byte[]> state;
  private final KeySetter keys;
  private final int capacity;
  private final LinkedHashMap<String, Entry> inMemory = new LinkedHashMap<>(64, 0.75f, true);

  /** Makes a station the one that keyed state is about. */
  interface KeySetter {
    void set(String station);
  }

  private static final class Entry {
    final Station station;
    boolean changed;

    Entry(Station station) {
      this.station = station;
    }
  }

  /**
   * @param capacity stations in memory, > 0
   */
  StationStore(ValueState<byte[]> state, KeySetter keys, int capacity) {
    this.state = state;
    this.keys = keys;
    this.capacity = capacity;
  }

  /** A station that is about to be changed; a new one when it is not known. */
  Station change(String id, RunningRules rules) throws IOException {
    Entry entry = inMemory.get(id);
    if (entry == null) {
      entry = new Entry(load(id, rules));
      inMemory.put(id, entry);
      makeRoom();
    }
    entry.changed = true;
    return entry.station;
  }

  private Station load(String id, RunningRules rules) throws IOException {
    keys.set(id);
    byte @Nullable [] bytes = state.value();
    return bytes == null ? new Station(id, rules) : StationCodec.read(id, bytes, rules);
  }

  private void makeRoom() throws IOException {
    Iterator<Map.Entry<String, Entry>> oldest = inMemory.entrySet().iterator();
    while (inMemory.size() > capacity) {
      write(oldest.next().getValue());
      oldest.remove();
    }
  }

  /** Forgets a station for good. */
  void remove(String id) {
    inMemory.remove(id);
    keys.set(id);
    state.clear();
  }

  /** Writes what has changed to keyed state. */
  void flush() throws IOException {
    for (Entry entry : inMemory.values()) {
      write(entry);
    }
  }

  private void write(Entry entry) throws IOException {
    if (entry.changed) {
      keys.set(entry.station.id());
      state.update(StationCodec.write(entry.station));
      entry.changed = false;
    }
  }
}
