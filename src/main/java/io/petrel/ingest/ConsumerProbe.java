package io.petrel.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Asks with its own consumer, on its own thread. Comparing offsets is not enough: commit markers
 * and aborted records have offsets too, so a partition can be read to its end while its position is
 * before the end. Where the two differ, the probe reads.
 */
final class ConsumerProbe implements BacklogProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final IngestSettings settings;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread probe = new Thread(task, "petrel-backlog-probe");
            probe.setDaemon(true);
            return probe;
          });
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  ConsumerProbe(IngestSettings settings) {
    this.settings = settings;
  }

  @Override
  public CompletableFuture<Map<Integer, Boolean>> ask(Map<Integer, Long> positions) {
    return CompletableFuture.supplyAsync(() -> answer(positions), thread);
  }

  private Map<Integer, Boolean> answer(Map<Integer, Long> positions) {
    KafkaConsumer<byte[], byte[]> asking = consumer();
    List<TopicPartition> partitions =
        positions.keySet().stream().map(p -> new TopicPartition(settings.topic(), p)).toList();
    // Without this, Kafka's client logs a warning for each partition that is not assigned.
    asking.assign(partitions);
    Map<TopicPartition, Long> ends = asking.endOffsets(partitions, TIMEOUT);
    Map<Integer, Boolean> answers = new HashMap<>();
    positions.forEach(
        (number, given) -> {
          TopicPartition partition = new TopicPartition(settings.topic(), number);
          long end = ends.getOrDefault(partition, Long.MAX_VALUE);
          long position = resolve(asking, partition, given, end);
          answers.put(number, position >= end || isEmpty(asking, partition, position, end));
        });
    return answers;
  }

  /** The offset that the reader derives from one of the connector's negative markers. */
  @SuppressWarnings("deprecation") // The connector still uses this marker.
  private long resolve(
      KafkaConsumer<byte[], byte[]> asking, TopicPartition partition, long position, long end) {
    if (position >= 0) {
      return position;
    }
    if (position == KafkaPartitionSplit.COMMITTED_OFFSET) {
      OffsetAndMetadata committed = asking.committed(Set.of(partition), TIMEOUT).get(partition);
      if (committed != null) {
        return committed.offset();
      }
    }
    boolean fromEnd =
        position == KafkaPartitionSplit.LATEST_OFFSET
            || (position == KafkaPartitionSplit.COMMITTED_OFFSET
                && settings.startFrom().skipsExisting());
    return fromEnd ? end : 0;
  }

  /** Whether there are only transaction markers between the position and the end. */
  private static boolean isEmpty(
      KafkaConsumer<byte[], byte[]> asking, TopicPartition partition, long position, long end) {
    asking.assign(Set.of(partition));
    asking.seek(partition, position);
    long giveUpAt = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < giveUpAt) {
      ConsumerRecords<byte[], byte[]> records = asking.poll(Duration.ofMillis(200));
      if (!records.isEmpty()) {
        return false;
      }
      if (asking.position(partition, TIMEOUT) >= end) {
        return true;
      }
    }
    return false;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> opened = consumer;
    if (opened == null) {
      Properties properties = settings.consumerProperties();
      // Not the source's: two clients of one name in a JVM would share their metrics.
      properties.remove("client.id");
      properties.put("auto.offset.reset", "earliest");
      properties.put("max.poll.records", "1");
      properties.put("max.partition.fetch.bytes", "65536");
      opened =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = opened;
      if (closed) {
        opened.wakeup();
      }
    }
    return opened;
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> opened = consumer;
    if (opened != null) {
      opened.wakeup();
    }
    thread.execute(this::closeConsumer);
    thread.shutdown();
  }

  private void closeConsumer() {
    KafkaConsumer<byte[], byte[]> opened = consumer;
    if (opened != null) {
      opened.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(TIMEOUT));
    }
  }
}
