package io.petrel.faults;

import io.petrel.simulate.FeedSettings;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A simulated storm without end, published in accelerated time by a thread of its own. An outage of
 * the broker only delays it: each report is on the topic once.
 */
final class Load implements AutoCloseable {
  static final String TOPIC = "petrel.observations";
  private static final int STATIONS = 30;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /** Seconds of event time in a second. */
  private static final double SPEED = 900;

  private final ObservationAvro avro = new ObservationAvro();
  private final KafkaProducer<byte[], byte[]> producer;
  private final StormSimulator storm;
  private final List<Observation> sent = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::publish, "load");
  private volatile long newestMillis = START.toEpochMilli();

  Load(String brokers, long seed) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                brokers,
                "acks",
                "all",
                "max.block.ms",
                300_000,
                "delivery.timeout.ms",
                300_000,
                "request.timeout.ms",
                5_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    storm =
        new StormSimulator(
            SimulationSettings.DEFAULT
                .withSeed(seed)
                .withStations(STATIONS)
                .withStart(START)
                .withDuration(Duration.ofDays(365))
                .withFeed(FeedSettings.PERFECT));
  }

  void start() {
    thread.start();
  }

  /** Event time of the newest report that the broker has. */
  long newestMillis() {
    return newestMillis;
  }

  /** All reports that the broker has, in order of publication. */
  List<Observation> sent() {
    return List.copyOf(sent);
  }

  /** Stops the storm, and waits until the broker has all of it. */
  void end() throws InterruptedException {
    stop.countDown();
    thread.join();
    producer.flush();
  }

  /** One more record, of the storm or not. */
  Future<?> publish(Observation observation, Integer partition) {
    byte[] key = observation.stationId().getBytes(StandardCharsets.UTF_8);
    return producer.send(
        new ProducerRecord<>(TOPIC, partition, key, avro.encode(observation, TOPIC)));
  }

  private void publish() {
    long begin = System.nanoTime();
    try {
      while (storm.hasNext()) {
        Observation next = storm.next();
        double eventSeconds = (next.receivedAtMillis() - START.toEpochMilli()) / 1000.0;
        long due = begin + (long) (eventSeconds / SPEED * 1e9);
        if (stop.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          return;
        }
        publish(next, null).get();
        sent.add(next);
        newestMillis = Math.max(newestMillis, next.timeMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop.countDown();
    producer.close(Duration.ZERO);
  }
}
