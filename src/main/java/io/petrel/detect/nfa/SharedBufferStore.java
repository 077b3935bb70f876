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
 * change from one match in progress to the next. This works because the buffer writes its caches
 * back whenever an accessor is closed. Not thread-safe.
 *
 * <p>Flink's way, a keyed state for each map, costs several reads and writes of the state backend
 * for each observation and rule, and scans a map that is emptied all the time.
 */
final class SharedBufferStore {
  private final Map<String, HeapMapState<?, ?>> states = new HashMap<>();
  private final Map<String, TypeSerializer<?>> serializers = new HashMap<>();
  private final SharedBuffer<Observation> buffer;

  SharedBufferStore(TypeSerializer<Observation> observations) {
    buffer = new SharedBuffer<>(new Store(), observations, new SharedBufferCacheConfig());
    // It writes cache statistics to the log, from a thread of its own.
    buffer.releaseCacheStatisticsTimer();
  }

  /** The names of the buffer's maps, each with the serializer of its whole map. */
  Map<String, TypeSerializer<?>> serializers() {
    return serializers;
  }

  /** Turns to the maps of one match in progress; missing ones are added empty. */
  SharedBufferAccessor<Observation> open(Map<String, Map<Object, Object>> maps) {
    states.forEach((name, state) -> turn(state, maps.computeIfAbsent(name, n -> new HashMap<>())));
    return buffer.getAccessor();
  }

  @SuppressWarnings("unchecked") // A map is only ever given back to the state it came from.
  private static <K, V> void turn(HeapMapState<K, V> state, Map<?, ?> map) {
    state.turnTo((Map<K, V>) map);
  }

  /** Gives out the maps; a shared buffer asks for nothing else. */
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
      return new UnsupportedOperationException("a shared buffer keeps maps only");
    }
  }
}
