package io.petrel.detect.nfa;

import io.petrel.weather.Observation;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;

/**
 * One shared buffer of Flink CEP for all rules and stations of a subtask, on maps in memory that
 * are exchanged from one {@link NfaProgress} to the next. This works because the buffer writes its
 * caches back when an accessor is closed. Not thread-safe.
 *
 * <p>Keyed state for each map, as in Flink, would cost several reads and writes of the state
 * backend for each observation and rule, and scans of a map that is often emptied.
 */
final class SharedBufferStore {
  private final Map<String, HeapMapState<?, ?>> states = new HashMap<>();
  private final Map<String, TypeSerializer<?>> serializers = new HashMap<>();
  private final SharedBuffer<Observation> buffer;

  SharedBufferStore(TypeSerializer<Observation> observations) {
    buffer = new SharedBuffer<>(new Store(), observations, new SharedBufferCacheConfig());
    // The timer would log cache statistics from its own thread.
    buffer.releaseCacheStatisticsTimer();
  }

  /** Serializers of the buffer's maps, by name. */
  Map<String, TypeSerializer<?>> serializers() {
    return serializers;
  }

  /** Switches to these maps; adds missing ones empty. */
  SharedBufferAccessor<Observation> open(Map<String, Map<Object, Object>> maps) {
    states.forEach((name, state) -> turn(state, maps.computeIfAbsent(name, n -> new HashMap<>())));
    return buffer.getAccessor();
  }

  @SuppressWarnings("unchecked") // A map returns only to the state that it came from.
  private static <K, V> void turn(HeapMapState<K, V> state, Map<?, ?> map) {
    state.turnTo((Map<K, V>) map);
  }

  /** A shared buffer asks for map states only. */
  private final class Store implements KeyedStateStore {
    @Override
    public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
      HeapMapState<K, V> state = new HeapMapState<>();
      states.put(descriptor.getName(), state);
      serializers.put(descriptor.getName(), descriptor.getSerializer());
      return state;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <I, A, O> AggregatingState<I, O> getAggregatingState(
        AggregatingStateDescriptor<I, A, O> descriptor) {
      throw unsupported();
    }

    @Override
    public <T> org.apache.flink.api.common.state.v2.ValueState<T> getValueState(
        org.apache.flink.api.common.state.v2.ValueStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <T> org.apache.flink.api.common.state.v2.ListState<T> getListState(
        org.apache.flink.api.common.state.v2.ListStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <K, V> org.apache.flink.api.common.state.v2.MapState<K, V> getMapState(
        org.apache.flink.api.common.state.v2.MapStateDescriptor<K, V> descriptor) {
      throw unsupported();
    }

    @Override
    public <T> org.apache.flink.api.common.state.v2.ReducingState<T> getReducingState(
        org.apache.flink.api.common.state.v2.ReducingStateDescriptor<T> descriptor) {
      throw unsupported();
    }

    @Override
    public <I, A, O>
        org.apache.flink.api.common.state.v2.AggregatingState<I, O> getAggregatingState(
            org.apache.flink.api.common.state.v2.AggregatingStateDescriptor<I, A, O> descriptor) {
      throw unsupported();
    }

    @Override
    public String getBackendTypeIdentifier() {
      return "heap";
    }

    private static UnsupportedOperationException unsupported() {
      return new UnsupportedOperationException("the shared buffer uses map state only");
    }
  }
}
