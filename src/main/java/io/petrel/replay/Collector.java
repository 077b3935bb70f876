package io.petrel.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that hands a stream's elements to whoever runs the job in the same JVM. The sink itself
 * only carries a number, because Flink ships sinks as bytes.
 */
final class Collector<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, Consumer<Object>> RECEIVERS = new ConcurrentHashMap<>();

  private final long number;

  private Collector(long number) {
    this.number = number;
  }

  /**
   * A sink for elements of one type.
   *
   * @param receiver called by the sink's subtasks, so by several threads if there are several
   */
  static <T> Collector<T> to(Class<T> type, Consumer<T> receiver) {
    long number = NUMBERS.incrementAndGet();
    RECEIVERS.put(number, element -> receiver.accept(type.cast(element)));
    return new Collector<>(number);
  }

  /** Forgets the receiver, once the job is over. */
  void release() {
    RECEIVERS.remove(number);
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Consumer<Object> receiver = RECEIVERS.get(number);
    if (receiver == null) {
      throw new IllegalStateException("this run is over, or runs in another JVM");
    }
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        receiver.accept(element);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
