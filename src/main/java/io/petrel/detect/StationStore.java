package io.petrel.detect;

import io.petrel.detect.rules.CompiledRuleSet;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The stations of a subtask: each is one blob in keyed state, and busy ones are unpacked in memory.
 * A changed station is written when it leaves memory and at each checkpoint, because access to the
 * state backend for each observation would cost more than all rules do.
 *
 * <p>Not thread-safe.
 */
final class StationStore {
  private final ValueState<byte[]> state;
  private final KeySetter keys;
  private final int capacity;

  /** In order of last use, the least recent first. */
  private final LinkedHashMap<String, StationState> inMemory = new LinkedHashMap<>(64, 0.75f, true);

  /** Sets the key of keyed state. */
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

  /** A station that the caller will change; a new one when it is unknown. */
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

  /** Removes a station from memory and state. */
  void remove(String id) {
    inMemory.remove(id);
    keys.set(id);
    state.clear();
  }

  /** Writes changed stations to keyed state. */
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
