package io.petrel.replay;

import io.petrel.engine.InJvm;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink that passes a stream's elements to the code that runs the job in the same JVM. */
final class InJvmSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final InJvm<Consumer<Object>> handle;

  private InJvmSink(InJvm<Consumer<Object>> handle) {
    this.handle = handle;
  }

  /**
   * A sink for elements of one type.
   *
   * @param receiver called by the sink's subtasks, so by several threads if there are several
   */
  static <T> InJvmSink<T> to(Class<T> type, Consumer<T> receiver) {
    return new InJvmSink<>(InJvm.of(element -> receiver.accept(type.cast(element))));
  }

  /** Forgets the receiver, once the job is over. */
  void release() {
    handle.close();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Consumer<Object> receiver = handle.get();
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
