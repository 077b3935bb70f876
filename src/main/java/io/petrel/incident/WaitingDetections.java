package io.petrel.incident;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Resumption;
import io.petrel.alert.detection.Revision;
import io.petrel.state.Codec;
import io.petrel.state.Stored;
import io.petrel.state.Stored.Many;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detections that wait for the watermark, by place and event time, in memory. Keyed state gets
 * them only at a checkpoint, or when there are too many for memory: RocksDB is slow as a queue of
 * short-lived matches with all the reports of their charts.
 *
 * <p>Not thread-safe.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Only the task's thread writes.
final class WaitingDetections {
  private static final Codec<List<Detection>> CODEC =
      Codec.listOf("detections", 1, DetectionCodec.INSTANCE);

  private static final Logger LOG = LoggerFactory.getLogger(WaitingDetections.class);

  private final Many<Long, List<Detection>> state;
  private final KeyedStateBackend<String> backend;
  private final int capacity;
  private final long byteCapacity;
  private final Map<String, TreeMap<Long, Slot>> places = new HashMap<>();
  private int inMemory;
  private volatile long bytes;
  private boolean full;

  /** The detections of one place and time: those in state, if any, come before those in memory. */
  private static final class Slot {
    private final List<Detection> inMemory = new ArrayList<>(1);
    private boolean inState;
  }

  interface Maps {
    MapState<Long, byte[]> get(MapStateDescriptor<Long, byte[]> descriptor);
  }

  /**
   * Restores the detections in state.
   *
   * @param capacity detections in memory, > 0
   * @param byteCapacity bytes that they may take, about, > 0
   */
  static WaitingDetections restore(
      Maps maps, KeyedStateBackend<String> backend, int capacity, long byteCapacity)
      throws Exception {
    MapStateDescriptor<Long, byte[]> descriptor = Stored.map("waiting", Types.LONG);
    WaitingDetections waiting =
        new WaitingDetections(
            new Many<>(maps.get(descriptor), CODEC), backend, capacity, byteCapacity);
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        descriptor,
        (place, times) -> {
          for (long time : times.keys()) {
            waiting.slot(place, time).inState = true;
          }
        });
    return waiting;
  }

  private WaitingDetections(
      Many<Long, List<Detection>> state,
      KeyedStateBackend<String> backend,
      int capacity,
      long byteCapacity) {
    this.state = state;
    this.backend = backend;
    this.capacity = capacity;
    this.byteCapacity = byteCapacity;
  }

  private Slot slot(String place, long timeMillis) {
    return places
        .computeIfAbsent(place, unknown -> new TreeMap<>())
        .computeIfAbsent(timeMillis, unknown -> new Slot());
  }

  /** Adds a detection of the place that is the backend's key. */
  void add(Detection detection) throws Exception {
    String place = backend.getCurrentKey();
    slot(place, detection.timeMillis()).inMemory.add(detection);
    inMemory++;
    bytes += detection.bytesInMemory();
    if (inMemory > capacity || bytes > byteCapacity) {
      if (!full) {
        full = true;
        LOG.warn(
            "{} detections wait for event time and take {} MB: they go to keyed state until it has"
                + " come. This is slower, and nothing is lost.",
            inMemory,
            bytes >> 20);
      }
      flush();
      backend.setCurrentKey(place);
    }
  }

  /**
   * Removes a detection of the place that is the backend's key.
   *
   * @return whether it was waiting
   */
  boolean withdraw(Revision.Withdrawn withdrawn) throws Exception {
    TreeMap<Long, Slot> times = places.get(backend.getCurrentKey());
    Slot slot = times == null ? null : times.get(withdrawn.timeMillis());
    if (times == null || slot == null) {
      return false;
    }
    List<Detection> all = new ArrayList<>(all(withdrawn.timeMillis(), slot));
    if (!all.removeIf(
        detection -> !(detection instanceof Resumption) && detection.id() == withdrawn.id())) {
      return false;
    }
    inMemory -= slot.inMemory.size();
    bytes -= slot.inMemory.stream().mapToLong(Detection::bytesInMemory).sum();
    if (slot.inState) {
      state.remove(withdrawn.timeMillis());
    }
    times.remove(withdrawn.timeMillis());
    if (times.isEmpty()) {
      places.remove(backend.getCurrentKey());
    }
    for (Detection detection : all) {
      add(detection);
    }
    return true;
  }

  /** Removes the detections up to a time (inclusive) of the place that is the backend's key. */
  SortedMap<Long, List<Detection>> takeUntil(long timeMillis) throws Exception {
    SortedMap<Long, List<Detection>> taken = new TreeMap<>();
    TreeMap<Long, Slot> times = places.get(backend.getCurrentKey());
    if (times == null) {
      return taken;
    }
    SortedMap<Long, Slot> due = times.headMap(timeMillis, true);
    for (Map.Entry<Long, Slot> entry : due.entrySet()) {
      Slot slot = entry.getValue();
      taken.put(entry.getKey(), all(entry.getKey(), slot));
      inMemory -= slot.inMemory.size();
      bytes -= slot.inMemory.stream().mapToLong(Detection::bytesInMemory).sum();
      if (slot.inState) {
        state.remove(entry.getKey());
      }
    }
    due.clear();
    if (times.isEmpty()) {
      places.remove(backend.getCurrentKey());
    }
    return taken;
  }

  private List<Detection> all(long timeMillis, Slot slot) throws Exception {
    if (!slot.inState) {
      return slot.inMemory;
    }
    List<Detection> all = new ArrayList<>(Objects.requireNonNull(state.get(timeMillis)));
    all.addAll(slot.inMemory);
    return all;
  }

  /** Moves the detections in memory to keyed state. Changes the backend's key. */
  void flush() throws Exception {
    for (Map.Entry<String, TreeMap<Long, Slot>> place : places.entrySet()) {
      backend.setCurrentKey(place.getKey());
      for (Map.Entry<Long, Slot> time : place.getValue().entrySet()) {
        Slot slot = time.getValue();
        if (!slot.inMemory.isEmpty()) {
          state.put(time.getKey(), all(time.getKey(), slot));
          slot.inState = true;
          slot.inMemory.clear();
        }
      }
    }
    inMemory = 0;
    bytes = 0;
  }

  /** What those in memory take, about; may be asked by any thread. */
  long bytesInMemory() {
    return bytes;
  }
}
