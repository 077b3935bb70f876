package io.petrel.replay;

import io.petrel.engine.InJvm;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink that passes a stream's elements to the code that runs the job in the same JVM. */
final class InJvmSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final InJvm<Consumer<Object>> handle;
  private final InJvm<LongConsumer> watermarks;

  private InJvmSink(InJvm<Consumer<Object>> handle, InJvm<LongConsumer> watermarks) {
    this.handle = handle;
    this.watermarks = watermarks;
  }

  /**
   * A sink for elements of one type.
   *
   * @param receiver called by the sink's subtasks, so by several threads if there are several
   */
  static <T> InJvmSink<T> to(Class<T> type, Consumer<T> receiver) {
    return to(type, receiver, mark -> {});
  }

  /**
   * The same, for one that counts on event time.
   *
   * @param watermarks called after all elements that came before the watermark
   */
  static <T> InJvmSink<T> to(Class<T> type, Consumer<T> receiver, LongConsumer watermarks) {
    return new InJvmSink<>(
        InJvm.of(element -> receiver.accept(type.cast(element))), InJvm.of(watermarks));
  }

  /** Forgets the receiver, once the job is over. */
  void release() {
    handle.close();
    watermarks.close();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Consumer<Object> receiver = handle.get();
    LongConsumer marks = watermarks.get();
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        receiver.accept(element);
      }

      @Override
      public void writeWatermark(Watermark mark) {
        marks.accept(mark.getTimestamp());
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
