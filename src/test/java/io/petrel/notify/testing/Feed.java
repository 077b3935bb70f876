package io.petrel.notify.testing;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;

/**
 * A stream that a test writes to while a job runs. Like a topic, it is read again from the last
 * checkpoint after a failure.
 */
public final class Feed<T> implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Map<Integer, List<Object>> LISTS = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final int id = NEXT.incrementAndGet();

  public Feed() {
    LISTS.put(id, new CopyOnWriteArrayList<>());
  }

  public void add(T value) {
    LISTS.get(id).add(value);
  }

  public DataStream<T> in(StreamExecutionEnvironment env, TypeInformation<T> type, String uid) {
    return env.addSource(new Source<T>(id), uid, type).setParallelism(1).uid(uid);
  }

  private static final class Source<T> implements SourceFunction<T>, CheckpointedFunction {
    private static final long serialVersionUID = 1;
    private final int id;
    private transient ListState<Integer> state;
    private int position;
    private volatile boolean cancelled;

    Source(int id) {
      this.id = id;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void run(SourceContext<T> context) {
      List<Object> list = LISTS.get(id);
      while (!cancelled) {
        if (position < list.size()) {
          synchronized (context.getCheckpointLock()) {
            context.collect((T) list.get(position++));
          }
        } else {
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      state.update(List.of(position));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      state =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("position", Types.INT));
      for (int restored : state.get()) {
        position = restored;
      }
    }
  }
}
