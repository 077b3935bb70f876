package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.ingest.PartitionAnnouncingSource.PartitionAnnouncingReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.clock.SystemClock;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AnnouncingReaderTest {
  private final FakeReader kafka = new FakeReader();
  private final PartitionAnnouncingReader reader =
      new PartitionAnnouncingReader(
          kafka, new PartitionPace(IngestSettings.defaults("none:1")), SystemClock.getInstance());
  private final Collected output = new Collected();

  @Test
  void anEmptyPartitionIsAnnouncedToAReaderThatWaits() throws Exception {
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    CompletableFuture<Void> waiting = reader.isAvailable();
    assertThat(waiting).isNotDone();

    reader.addSplits(List.of(split(2, 7)));

    assertThat(waiting).isDone();
    assertThat(reader.isAvailable()).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(output.records).containsExactly(new SourceRecord.Assigned("observations", 2, 7));
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void partitionsAreAnnouncedBeforeTheirRecords() throws Exception {
    reader.addSplits(List.of(split(0, 0), split(1, 0)));
    kafka.records.add(new SourceRecord.Raw("observations", 0, 0, -1, null, null, List.of()));
    for (int i = 0; i < 3; i++) {
      reader.pollNext(output);
    }
    assertThat(output.records)
        .hasExactlyElementsOfTypes(
            SourceRecord.Assigned.class, SourceRecord.Assigned.class, SourceRecord.Raw.class);
  }

  @Test
  void waitsForRecordsWithoutHoldingOnToEveryQuestion() {
    CompletableFuture<Void> waiting = reader.isAvailable();
    for (int i = 0; i < 10; i++) {
      assertThat(reader.isAvailable()).isSameAs(waiting);
    }
    assertThat(kafka.available.getNumberOfDependents()).isEqualTo(1);
    kafka.available.complete(null);
    assertThat(waiting).isDone();
    kafka.available = new CompletableFuture<>();
    assertThat(reader.isAvailable()).isNotDone();
  }

  private static KafkaPartitionSplit split(int partition, long offset) {
    return new KafkaPartitionSplit(new TopicPartition("observations", partition), offset);
  }

  private static final class Collected implements ReaderOutput<SourceRecord> {
    private final List<SourceRecord> records = new ArrayList<>();

    @Override
    public void collect(SourceRecord record) {
      records.add(record);
    }

    @Override
    public void collect(SourceRecord record, long timestamp) {
      records.add(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<SourceRecord> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }

  private static final class FakeReader implements SourceReader<SourceRecord, KafkaPartitionSplit> {
    private final List<SourceRecord> records = new ArrayList<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<SourceRecord> output) {
      if (records.isEmpty()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      output.collect(records.remove(0));
      return records.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
