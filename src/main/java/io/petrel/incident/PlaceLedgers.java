package io.petrel.incident;

import io.petrel.incident.PlaceLedger.Head;
import io.petrel.incident.PlaceLedger.Input;
import io.petrel.state.Codec;
import io.petrel.state.Stored;
import io.petrel.state.Stored.Many;
import io.petrel.state.Stored.One;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers of all places of a subtask. Those in use are in memory; keyed state gets what changed
 * at a checkpoint, or when they are too many for memory. A place with nothing open and nothing
 * recent has neither.
 *
 * <p>At a rescale: keyed state moves with its place. Not thread-safe.
 */
final class PlaceLedgers {
  static final ValueStateDescriptor<byte[]> HEADS = Stored.value("ledgers");

  /** By event time, so that a checkpoint writes what is new and not all that may be revised. */
  private static final MapStateDescriptor<Long, byte[]> TAILS =
      Stored.map("ledger-tails", Types.LONG);

  private static final ValueStateDescriptor<Long> TIMERS =
      new ValueStateDescriptor<>("end-timer", Types.LONG);

  private static final Codec<List<Input>> INPUTS = Codec.listOf("ledger-inputs", 1, Input.CODEC);

  private final IncidentSettings settings;
  private final KeyedStateBackend<String> backend;
  private final InternalTimerService<VoidNamespace> timers;
  private final long byteCapacity;
  private final One<Head> heads;
  private final Many<Long, List<Input>> tails;
  private final ValueState<Long> timerState;
  private final Map<String, Entry> inMemory = new HashMap<>();
  private long bytes;

  /** A place in memory. */
  private static final class Entry {
    private final PlaceLedger ledger;
    private boolean inState;
    private boolean isChanged;
    private long bytes;

    /** The registered timer; null = none. */
    private @Nullable Long timer;

    private Entry(PlaceLedger ledger, boolean inState, @Nullable Long timer) {
      this.ledger = ledger;
      this.inState = inState;
      this.timer = timer;
    }
  }

  /**
   * @param byteCapacity what the ledgers in memory may take, about, > 0
   */
  PlaceLedgers(
      IncidentSettings settings,
      RuntimeContext context,
      KeyedStateBackend<String> backend,
      InternalTimerService<VoidNamespace> timers,
      long byteCapacity) {
    this.settings = settings;
    this.backend = backend;
    this.timers = timers;
    this.byteCapacity = byteCapacity;
    heads = new One<>(context.getState(HEADS), Head.CODEC);
    tails = new Many<>(context.getMapState(TAILS), INPUTS);
    timerState = context.getState(TIMERS);
  }

  /** Open incidents in state. Reads all of it: for the start. */
  long countOpen() throws Exception {
    long[] open = {0};
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        HEADS,
        (place, state) -> open[0] += Head.CODEC.fromBytes(state.value()).open());
    return open[0];
  }

  /** The ledger of the place that is the backend's key. */
  PlaceLedger get() throws Exception {
    return entry().ledger;
  }

  private Entry entry() throws Exception {
    String place = backend.getCurrentKey();
    Entry entry = inMemory.get(place);
    if (entry == null) {
      Head head = heads.get();
      entry =
          new Entry(
              head == null
                  ? new PlaceLedger(settings)
                  : new PlaceLedger(settings, head, new TreeMap<>(tails.all())),
              head != null,
              timerState.value());
      inMemory.put(place, entry);
    }
    return entry;
  }

  /** The registered timer of the place that is the backend's key; MAX_VALUE = none. */
  long timerMillis() throws Exception {
    Long timer = entry().timer;
    return timer == null ? Long.MAX_VALUE : timer;
  }

  /** Notes that the ledger of the backend's key has changed, and sets its timer. */
  void changed() throws Exception {
    String place = backend.getCurrentKey();
    Entry entry = entry();
    schedule(entry);
    bytes -= entry.bytes;
    if (entry.ledger.isEmpty()) {
      if (entry.inState) {
        heads.clear();
        tails.state().clear();
      }
      inMemory.remove(place);
      return;
    }
    entry.isChanged = true;
    entry.bytes = entry.ledger.bytesInMemory();
    bytes += entry.bytes;
    if (bytes > byteCapacity) {
      flush();
      backend.setCurrentKey(place);
    }
  }

  private void schedule(Entry entry) throws Exception {
    long next = entry.ledger.nextMillis();
    long watermark = timers.currentWatermark();
    if (next == Long.MAX_VALUE || watermark == Long.MAX_VALUE) {
      if (entry.timer != null) {
        entry.timer = null;
        timerState.clear();
      }
    } else if (entry.timer == null || entry.timer <= watermark || next < entry.timer) {
      entry.timer = Math.max(next, watermark + 1);
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, entry.timer);
      timerState.update(entry.timer);
    }
  }

  /** Moves what changed to keyed state. Changes the backend's key. */
  void flush() throws Exception {
    boolean isFull = bytes > byteCapacity;
    for (Map.Entry<String, Entry> place : inMemory.entrySet()) {
      Entry entry = place.getValue();
      if (entry.isChanged) {
        backend.setCurrentKey(place.getKey());
        heads.put(entry.ledger.head());
        for (long time : entry.ledger.takeChangedTimes()) {
          List<Input> inputs = entry.ledger.tail().get(time);
          if (inputs == null) {
            tails.remove(time);
          } else {
            tails.put(time, inputs);
          }
        }
        entry.inState = true;
        entry.isChanged = false;
      }
    }
    if (isFull) {
      inMemory.clear();
      bytes = 0;
    }
  }
}
