package io.petrel.detect;

import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Numbered observations that come as far as a test lets them, in every job of this JVM, and again
 * from where a checkpoint had them. Watermarks are a bound behind.
 */
final class GatedObservations extends NumberSequenceSource {
  private static final long serialVersionUID = 1;
  private static final AtomicInteger OPEN = new AtomicInteger();

  private GatedObservations(int count) {
    super(0, count - 1);
  }

  /** Lets the first observations through, and no others. */
  static void open(int count) {
    OPEN.set(count);
  }

  static DataStream<Observation> from(
      StreamExecutionEnvironment env,
      int count,
      MapFunction<Long, Observation> observation,
      long boundMillis) {
    return env.fromSource(
            new GatedObservations(count), WatermarkStrategy.noWatermarks(), "observations")
        .setParallelism(1)
        .uid("observations")
        .map(observation, CodecTypeInfo.of(ObservationCodec.INSTANCE))
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Observation>forGenerator(context -> new Behind(boundMillis))
                .withTimestampAssigner((one, time) -> one.timeMillis()))
        .setParallelism(1);
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Gate(super.createReader(context));
  }

  private static final class Behind implements WatermarkGenerator<Observation> {
    private final long boundMillis;

    Behind(long boundMillis) {
      this.boundMillis = boundMillis;
    }

    @Override
    public void onEvent(Observation observation, long time, WatermarkOutput output) {
      output.emitWatermark(new Watermark(time - boundMillis));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  /** Knows the next number from the split, so that it is right after a restore. */
  private static final class Gate implements SourceReader<Long, NumberSequenceSplit> {
    private final SourceReader<Long, NumberSequenceSplit> numbers;
    private boolean assigned;
    private long next;

    Gate(SourceReader<Long, NumberSequenceSplit> numbers) {
      this.numbers = numbers;
    }

    @Override
    public void start() {
      numbers.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) throws Exception {
      if (!assigned || next >= OPEN.get()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      next++;
      return numbers.pollNext(output);
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpoint) {
      return numbers.snapshotState(checkpoint);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return assigned && next < OPEN.get()
          ? CompletableFuture.completedFuture(null)
          : new CompletableFuture<Void>().completeOnTimeout(null, 5, TimeUnit.MILLISECONDS);
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      assigned = true;
      next = splits.get(0).from();
      numbers.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
      numbers.notifyNoMoreSplits();
    }

    @Override
    public void close() throws Exception {
      numbers.close();
    }
  }
}
