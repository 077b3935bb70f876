package io.petrel.replay;

import io.petrel.engine.InJvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A source whose elements are released one by one by the code that runs the job in the same JVM.
 */
final class GatedSource<T> implements AutoCloseable {
  private final InJvm<GatedSource<T>> handle = InJvm.of(this);
  private final List<T> elements;
  private int allowed;
  private int gone;
  private CompletableFuture<Void> waiting = new CompletableFuture<>();

  GatedSource(List<T> elements) {
    this.elements = List.copyOf(elements);
  }

  /** Adds the stream to a job. */
  DataStream<T> stream(StreamExecutionEnvironment env, TypeInformation<T> type, String name) {
    return env.fromSource(
            new DataGeneratorSource<>(
                new Next<>(handle), elements.size(), new Wait<>(handle), type),
            WatermarkStrategy.noWatermarks(),
            name)
        .setParallelism(1);
  }

  /** Releases the next element, and waits until it is emitted. */
  synchronized void pass(Duration limit) throws InterruptedException, TimeoutException {
    allowed++;
    waiting.complete(null);
    long end = System.nanoTime() + limit.toNanos();
    while (gone < allowed) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException("the job has read nothing for " + limit);
      }
      wait(left);
    }
  }

  private synchronized CompletionStage<Void> turn() {
    waiting = new CompletableFuture<>();
    if (gone < allowed || gone == elements.size()) {
      waiting.complete(null);
    }
    return waiting;
  }

  private synchronized T take(int index) {
    gone = index + 1;
    notifyAll();
    return elements.get(index);
  }

  /** Releases the rest: the job then ends by itself. */
  @Override
  public synchronized void close() {
    allowed = Integer.MAX_VALUE;
    waiting.complete(null);
    handle.close();
  }

  private record Next<T>(InJvm<GatedSource<T>> turnstile) implements GeneratorFunction<Long, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T map(Long index) {
      return turnstile.get().take(index.intValue());
    }
  }

  private record Wait<T>(InJvm<GatedSource<T>> turnstile)
      implements RateLimiterStrategy<NumberSequenceSplit> {
    private static final long serialVersionUID = 1L;

    @Override
    public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
      return count -> turnstile.get().turn();
    }
  }
}
