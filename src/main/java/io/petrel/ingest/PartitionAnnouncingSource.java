package io.petrel.ingest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.SystemClock;
import org.jspecify.annotations.Nullable;

/**
 * Flink's Kafka source, which also emits the partitions that a subtask was assigned, before their
 * records, and holds those that run ahead ({@link PartitionPace}).
 */
final class PartitionAnnouncingSource
    implements Source<SourceRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<SourceRecord> {
  private static final long serialVersionUID = 1;
  private final KafkaSource<SourceRecord> source;
  private final IngestSettings settings;

  PartitionAnnouncingSource(KafkaSource<SourceRecord> source, IngestSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<SourceRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new PartitionAnnouncingReader(
        source.createReader(context), new PartitionPace(settings), SystemClock.getInstance());
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
      throws java.io.IOException {
    return source.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<SourceRecord> getProducedType() {
    return source.getProducedType();
  }

  /**
   * A reader that announces and paces its partitions. Flink calls it from one thread; only the
   * wrapped reader's availability is completed by others.
   */
  @SuppressWarnings("try") // Flink's close() may throw anything.
  static final class PartitionAnnouncingReader
      implements SourceReader<SourceRecord, KafkaPartitionSplit> {
    private final SourceReader<SourceRecord, KafkaPartitionSplit> reader;
    private final PartitionPace pace;
    private final Clock clock;
    private final Map<Integer, String> splits = new HashMap<>();
    private final Queue<SourceRecord.Assigned> news = new ArrayDeque<>();
    private @Nullable PacedOutput paced;

    /** The reader's last future, and the one that Flink waits for. */
    private CompletableFuture<Void> awaited = new CompletableFuture<>();

    private CompletableFuture<Void> available = new CompletableFuture<>();

    PartitionAnnouncingReader(
        SourceReader<SourceRecord, KafkaPartitionSplit> reader, PartitionPace pace, Clock clock) {
      this.reader = reader;
      this.pace = pace;
      this.clock = clock;
    }

    @Override
    public void start() {
      reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<SourceRecord> output) throws Exception {
      SourceRecord.Assigned assigned = news.poll();
      if (assigned != null) {
        output.collect(assigned);
        return InputStatus.MORE_AVAILABLE;
      }
      PacedOutput paced = this.paced;
      if (paced == null || paced.output != output) {
        paced = new PacedOutput(output, pace);
        this.paced = paced;
      }
      InputStatus status = reader.pollNext(paced);
      long now = clock.absoluteTimeMillis();
      if (pace.isDue(now)) {
        PartitionPace.Change change = pace.look(now);
        if (!change.hold().isEmpty() || !change.release().isEmpty()) {
          reader.pauseOrResumeSplits(names(change.hold()), names(change.release()));
        }
      }
      return status;
    }

    private Set<String> names(Set<Integer> partitions) {
      return partitions.stream().map(splits::get).collect(Collectors.toSet());
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
      for (KafkaPartitionSplit split : splits) {
        this.splits.put(split.getPartition(), split.splitId());
        pace.assigned(split.getPartition(), clock.absoluteTimeMillis());
        news.add(
            new SourceRecord.Assigned(
                split.getTopic(), split.getPartition(), split.getStartingOffset()));
      }
      reader.addSplits(splits);
      available.complete(null);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      CompletableFuture<Void> readable = reader.isAvailable();
      if (!news.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      if (readable.isDone()) {
        return readable;
      }
      if (readable != awaited || available.isDone()) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<Void> unused =
            readable.whenComplete((done, failure) -> waiting.complete(null));
        if (pace.isHolding()) { // Nothing may come that would let the held ones go on.
          CompletableFuture<Void> unusedToo =
              waiting.completeOnTimeout(
                  null, PartitionPace.EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        awaited = readable;
        available = waiting;
      }
      return available;
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
      return reader.snapshotState(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
      reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
      reader.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
      reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
      reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
      reader.pauseOrResumeSplits(toPause, toResume);
    }

    @Override
    public void close() throws Exception {
      reader.close();
    }
  }

  /** Shows what goes by to the pace. */
  private static class PacedSourceOutput<O extends SourceOutput<SourceRecord>>
      implements SourceOutput<SourceRecord> {
    final O output;
    final PartitionPace pace;

    private PacedSourceOutput(O output, PartitionPace pace) {
      this.output = output;
      this.pace = pace;
    }

    private void see(SourceRecord record) {
      if (record instanceof SourceRecord.Raw raw) {
        pace.read(raw);
      }
    }

    @Override
    public void collect(SourceRecord record) {
      see(record);
      output.collect(record);
    }

    @Override
    public void collect(SourceRecord record, long timestamp) {
      see(record);
      output.collect(record, timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      output.markIdle();
    }

    @Override
    public void markActive() {
      output.markActive();
    }
  }

  /** The same, of a reader with an output for each split. */
  private static final class PacedOutput extends PacedSourceOutput<ReaderOutput<SourceRecord>>
      implements ReaderOutput<SourceRecord> {
    private PacedOutput(ReaderOutput<SourceRecord> output, PartitionPace pace) {
      super(output, pace);
    }

    @Override
    public SourceOutput<SourceRecord> createOutputForSplit(String split) {
      return new PacedSourceOutput<>(output.createOutputForSplit(split), pace);
    }

    @Override
    public void releaseOutputForSplit(String split) {
      output.releaseOutputForSplit(split);
    }
  }
}
