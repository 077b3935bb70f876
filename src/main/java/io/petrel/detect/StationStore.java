package io.petrel.detect;

import io.petrel.detect.rules.CompiledRuleSet;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
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

  /** The one asked for longest ago comes first. */
  private final LinkedHashMap<String, StationState> inMemory = new LinkedHashMap<>(64, 0.75f, true);

  /** Makes a station the one that keyed state is about. */
  interface KeySetter {
    void set(String station);
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
  StationState change(String id, CompiledRuleSet rules) throws IOException {
    StationState station = inMemory.get(id);
    if (station == null) {
      station = load(id, rules);
      inMemory.put(id, station);
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
    while (inMemory.size() > capacity) {
      write(oldest.next());
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
