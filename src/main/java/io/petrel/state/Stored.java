package io.petrel.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Values in Flink's state, stored as the bytes of {@link Codec#toBytes}. Flink writes the class of
 * each serializer into a savepoint, so a serializer of Petrel could never be renamed or moved. Not
 * thread-safe, as Flink's state is not.
 */
public final class Stored {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private Stored() {}

  public static ValueStateDescriptor<byte[]> value(String name) {
    return new ValueStateDescriptor<>(name, BYTES);
  }

  public static <K> MapStateDescriptor<K, byte[]> map(String name, TypeInformation<K> keys) {
    return new MapStateDescriptor<>(name, keys, BYTES);
  }

  /** For {@link OneForAll}. */
  public static MapStateDescriptor<String, byte[]> broadcast(String name) {
    return map(name, Types.STRING);
  }

  /** One value of each key. */
  public record One<T>(ValueState<byte[]> state, Codec<T> codec) {
    public @Nullable T get() throws Exception {
      byte @Nullable [] bytes = state.value();
      return bytes == null ? null : codec.fromBytes(bytes);
    }

    public void put(T value) throws Exception {
      state.update(codec.toBytes(value));
    }

    public void clear() {
      state.clear();
    }
  }

  /** A map of values for each key. */
  public record Many<K, V>(MapState<K, byte[]> state, Codec<V> codec) {
    public @Nullable V get(K key) throws Exception {
      byte @Nullable [] bytes = state.get(key);
      return bytes == null ? null : codec.fromBytes(bytes);
    }

    /** All values, in the order of their map keys. */
    public Map<K, V> all() throws Exception {
      Map<K, V> values = new TreeMap<>();
      for (Map.Entry<K, byte[]> entry : state.entries()) {
        values.put(entry.getKey(), codec.fromBytes(entry.getValue()));
      }
      return values;
    }

    public void put(K key, V value) throws Exception {
      state.put(key, codec.toBytes(value));
    }

    public void remove(K key) throws Exception {
      state.remove(key);
    }
  }

  /** A list of a subtask. At a rescale: Flink redistributes the items of all lists. */
  public record Listed<T>(ListState<byte[]> state, Codec<T> codec) {
    public static <T> Listed<T> in(OperatorStateStore store, String name, Codec<T> codec)
        throws Exception {
      return new Listed<>(store.getListState(new ListStateDescriptor<>(name, BYTES)), codec);
    }

    /** At each restart every subtask gets the lists of all. */
    public static <T> Listed<T> union(OperatorStateStore store, String name, Codec<T> codec)
        throws Exception {
      return new Listed<>(store.getUnionListState(new ListStateDescriptor<>(name, BYTES)), codec);
    }

    public List<T> get() throws Exception {
      List<T> values = new ArrayList<>();
      for (byte[] bytes : state.get()) {
        values.add(codec.fromBytes(bytes));
      }
      return values;
    }

    public void update(List<T> values) throws Exception {
      state.update(values.stream().map(codec::toBytes).toList());
    }
  }

  /** One value, equal in all subtasks. At a rescale: each subtask gets one copy. */
  public record OneForAll<T>(BroadcastState<String, byte[]> state, Codec<T> codec) {
    private static final String KEY = "all";

    public static <T> OneForAll<T> in(OperatorStateStore store, String name, Codec<T> codec)
        throws Exception {
      return new OneForAll<>(store.getBroadcastState(broadcast(name)), codec);
    }

    public @Nullable T get() throws Exception {
      byte @Nullable [] bytes = state.get(KEY);
      return bytes == null ? null : codec.fromBytes(bytes);
    }

    public void put(T value) throws Exception {
      state.put(KEY, codec.toBytes(value));
    }
  }
}
