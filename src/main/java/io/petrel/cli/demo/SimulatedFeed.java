package io.petrel.cli.demo;

import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.ObservationProducer;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.simulate.StormSimulator;
import io.petrel.weather.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a simulation in accelerated time, on a thread of its own. Its reports carry a header.
 * Reports of one station keep their order on their partition, so the topic shows where a killed
 * feed stopped: the reports that a partition already has are its first ones, and are not sent
 * again.
 */
public final class SimulatedFeed {
  private static final String HEADER = "petrel-simulated";
  private static final List<Header> HEADERS =
      List.of(new RecordHeader(HEADER, "1".getBytes(StandardCharsets.UTF_8)));

  /** No sleep is longer, so that a stop is quick. */
  private static final long LONGEST_WAIT_MILLIS = 200;

  private final StormSimulator simulator;
  private final ObservationProducer producer;
  private final double speed;
  private final Clock clock;
  private final Map<Integer, Long> there;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread = new Thread(this::run, "simulated-feed");
  private volatile long timeMillis;
  private volatile @Nullable RuntimeException failure;

  /**
   * A feed that is not running yet.
   *
   * @param speed seconds of event time in a second, > 0
   * @param there number of simulated reports that each partition already has; see {@link
   *     #countPublished}
   */
  public SimulatedFeed(
      StormSimulator simulator,
      ObservationProducer producer,
      double speed,
      Clock clock,
      Map<Integer, Long> there) {
    this.simulator = simulator;
    this.producer = producer;
    this.speed = speed;
    this.clock = clock;
    this.there = new HashMap<>(there);
  }

  /** How many simulated reports each partition of the topic has; others' are not counted. */
  public static Map<Integer, Long> countPublished(Brokers brokers, String topic) {
    Map<Integer, Long> count = new HashMap<>();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
      reader.readToEnd(
          record -> {
            if (isSimulated(record)) {
              count.merge(record.partition(), 1L, Long::sum);
            }
          });
    }
    return count;
  }

  private static boolean isSimulated(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(HEADER) != null;
  }

  public void start() {
    thread.start();
  }

  /** Reports sent since the start. */
  long sent() {
    return sent.get();
  }

  /** Waits until that many reports are sent, or the simulation is over. */
  public void awaitSent(long atLeast) throws InterruptedException {
    while (sent.get() < atLeast && thread.isAlive()) {
      thread.join(10);
    }
  }

  /** Simulated time of the newest report, milliseconds since 1970 UTC; 0 = none yet. */
  long timeMillis() {
    return timeMillis;
  }

  /** Why it ended by itself; empty while it runs. */
  public @Nullable RuntimeException failure() {
    return failure;
  }

  /** Stops, and waits until all that was sent is on the topic. */
  public void end() throws InterruptedException {
    stop.countDown();
    thread.join();
    try {
      producer.flush();
    } finally {
      producer.close();
    }
  }

  private void run() {
    try {
      Observation next = skipPublished();
      long begin = clock.millis();
      long simulatedBegin = next == null ? 0 : next.receivedAtMillis();
      while (next != null) {
        long due = begin + (long) ((next.receivedAtMillis() - simulatedBegin) / speed);
        if (!waitUntil(due)) {
          return;
        }
        producer.send(next, HEADERS);
        sent.incrementAndGet();
        timeMillis = Math.max(timeMillis, next.timeMillis());
        next = simulator.hasNext() ? simulator.next() : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private @Nullable Observation skipPublished() {
    while (simulator.hasNext()) {
      Observation next = simulator.next();
      long left = there.getOrDefault(producer.partitionOf(next), 0L);
      if (left == 0) {
        return next;
      }
      there.put(producer.partitionOf(next), left - 1);
    }
    return null;
  }

  /** Whether the time came before the stop. */
  private boolean waitUntil(long due) throws InterruptedException {
    while (true) {
      long wait = due - clock.millis();
      if (wait <= 0) {
        return stop.getCount() > 0;
      }
      if (stop.await(Math.min(wait, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }
}
