package io.petrel.ingest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * A reader that announces its partitions. Flink calls it from one thread; only the wrapped reader's
 * availability is completed by others.
 */
@SuppressWarnings("try") // Flink's close() may throw anything.
final class AnnouncingReader implements SourceReader<Polled, KafkaPartitionSplit> {
  private final SourceReader<Polled, KafkaPartitionSplit> reader;
  private final Queue<Polled.Assigned> news = new ArrayDeque<>();

  /** What the reader was last asked to wait for, and what Flink waits for in turn. */
  private CompletableFuture<Void> awaited = new CompletableFuture<>();

  private CompletableFuture<Void> available = new CompletableFuture<>();

  AnnouncingReader(SourceReader<Polled, KafkaPartitionSplit> reader) {
    this.reader = reader;
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Polled> output) throws Exception {
    Polled.Assigned assigned = news.poll();
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
          new Polled.Assigned(split.getTopic(), split.getPartition(), split.getStartingOffset()));
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
