package io.petrel.ingest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
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

/**
 * Flink's Kafka source, which also emits the partitions that a subtask was assigned, before their
 * records.
 */
final class PartitionAnnouncingSource
    implements Source<SourceRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<SourceRecord> {
  private static final long serialVersionUID = 1;
  private final KafkaSource<SourceRecord> source;

  PartitionAnnouncingSource(KafkaSource<SourceRecord> source) {
    this.source = source;
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<SourceRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new PartitionAnnouncingReader(source.createReader(context));
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
   * A reader that announces its partitions. Flink calls it from one thread; only the wrapped
   * reader's availability is completed by others.
   */
  @SuppressWarnings("try") // Flink's close() may throw anything.
  static final class PartitionAnnouncingReader
      implements SourceReader<SourceRecord, KafkaPartitionSplit> {
    private final SourceReader<SourceRecord, KafkaPartitionSplit> reader;
    private final Queue<SourceRecord.Assigned> news = new ArrayDeque<>();

    /** The reader's last future, and the one that Flink waits for. */
    private CompletableFuture<Void> awaited = new CompletableFuture<>();

    private CompletableFuture<Void> available = new CompletableFuture<>();

    PartitionAnnouncingReader(SourceReader<SourceRecord, KafkaPartitionSplit> reader) {
      this.reader = reader;
    }

    @Override
    public void start() {
      reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<SourceRecord> output) throws Exception {
      SourceRecord.Assigned assigned = news.poll();
      if (assigned == null) {
        return reader.pollNext(output);
      }
      output.collect(assigned);
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
      for (KafkaPartitionSplit split : splits) {
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
}
