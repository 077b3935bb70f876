package io.petrel.faults;

import io.petrel.alert.Alert;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A subscriber of the alerts topic, read_committed, from its beginning on, through every outage.
 */
final class AlertWatch implements AutoCloseable {
  private final AlertAvro avro;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Alert> told = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::read, "alert-watch");
  private volatile boolean stop;
  private long newestMillis;

  AlertWatch(String brokers, String topic, int partitions) {
    this(brokers, topic, partitions, new AlertAvro());
  }

  AlertWatch(String brokers, String topic, int partitions, AlertAvro avro) {
    this.avro = avro;
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        Stream.iterate(0, i -> i + 1)
            .limit(partitions)
            .map(i -> new TopicPartition(topic, i))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  void start() {
    thread.start();
  }

  /** All records so far. */
  List<Alert> told() {
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  /** Waits until a record is visible that became certain then or later, in event time. */
  synchronized boolean awaitSent(long timeMillis, Duration limit) throws InterruptedException {
    return await(() -> newestMillis >= timeMillis, limit);
  }

  /** Waits until what is visible is enough. */
  synchronized boolean awaitTold(Predicate<List<Alert>> enough, Duration limit)
      throws InterruptedException {
    return await(() -> enough.test(List.copyOf(told)), limit);
  }

  private synchronized boolean await(BooleanSupplier fulfilled, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!fulfilled.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void read() {
    while (!stop) {
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(record -> add(((Decoded.Value<Alert>) avro.decode(record.value())).value()));
    }
    consumer.close();
  }

  private synchronized void add(Alert alert) {
    told.add(alert);
    newestMillis = Math.max(newestMillis, alert.sentMillis());
    notifyAll();
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
  }
}
