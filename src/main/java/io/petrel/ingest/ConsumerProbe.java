package io.petrel.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Asks with clients of its own, on a thread of its own. Comparing offsets is not enough: commit
 * markers and aborted records take offsets too, so a partition may be read to its end with its
 * position before the end. Where the two differ, the probe reads. Records of a transaction that is
 * open are not yet to be read, but they are to come, and are as old as their writing.
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
  private @Nullable Admin admin;
  private volatile boolean closed;

  ConsumerProbe(IngestSettings settings) {
    this.settings = settings;
  }

  @Override
  public CompletableFuture<Map<Integer, Long>> ask(Map<Integer, Long> positions) {
    return CompletableFuture.supplyAsync(() -> answer(positions), thread);
  }

  private Map<Integer, Long> answer(Map<Integer, Long> positions) {
    KafkaConsumer<byte[], byte[]> asking = consumer();
    List<TopicPartition> partitions =
        positions.keySet().stream().map(p -> new TopicPartition(settings.topic(), p)).toList();
    // Kafka's client warns of each answer for a partition that is not its own.
    asking.assign(partitions);
    Map<TopicPartition, Long> stable = asking.endOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> written = endsWithOpenTransactions(partitions);
    Map<Integer, Long> answers = new HashMap<>();
    positions.forEach(
        (number, given) -> {
          TopicPartition partition = new TopicPartition(settings.topic(), number);
          Long end = written.get(partition);
          Long stableEnd = stable.get(partition);
          if (end == null || stableEnd == null) {
            return;
          }
          long position = resolve(asking, partition, given, stableEnd);
          boolean isRead =
              position >= end
                  || (stableEnd >= end && isEmpty(asking, partition, position, stableEnd));
          answers.put(number, isRead ? NOTHING : end);
        });
    return answers;
  }

  /**
   * A consumer that reads what is committed is told the beginning of the first open transaction.
   */
  private Map<TopicPartition, Long> endsWithOpenTransactions(List<TopicPartition> partitions) {
    Admin asking = admin;
    if (asking == null) {
      Properties properties = new Properties();
      settings
          .consumerProperties()
          .forEach(
              (name, value) -> {
                if (AdminClientConfig.configNames().contains(name) && !"client.id".equals(name)) {
                  properties.put(name, value);
                }
              });
      asking = Admin.create(properties);
      admin = asking;
    }
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    options.timeoutMs((int) TIMEOUT.toMillis());
    Map<TopicPartition, Long> ends = new HashMap<>();
    try {
      asking
          .listOffsets(latest, options)
          .all()
          .get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .forEach((partition, info) -> ends.put(partition, info.offset()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new CompletionException(e);
    }
    return ends;
  }

  /** The offset behind a marker that the reader resolves for itself. */
  @SuppressWarnings("deprecation") // The connector still gives this marker to its readers.
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

  /** Whether there is nothing to read from the position to the end but marks of transactions. */
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
      // Not the source's: two clients of one name in a JVM fight for their metrics.
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
    if (admin != null) {
      admin.close(TIMEOUT);
    }
  }
}
