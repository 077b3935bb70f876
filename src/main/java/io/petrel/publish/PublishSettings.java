package io.petrel.publish;

import io.petrel.text.Durations;
import io.petrel.text.Require;
import io.petrel.wire.ClientProperties;
import io.petrel.wire.avro.WireSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * How records are written to Kafka.
 *
 * @param bootstrapServers brokers, {@code host:port,host:port}
 * @param topics names of the topics
 * @param delivery of all topics but rules, whose events are always sent immediately
 * @param transactionalIdPrefix names this engine's transactions; two engines on one cluster need
 *     different ones. Up to 100 characters
 * @param transactionTimeout how long the broker keeps a transaction open for an engine that is
 *     away; after it, records that a checkpoint holds are lost. > 0
 * @param longestOutage how long the engine may be away and lose nothing, > 0
 * @param maxRecordBytes largest alert that is sent; a larger one is cut and says so. At least 64
 *     KiB
 * @param keepEndedIncidents how long the incidents topic keeps an incident after its end, > 0
 * @param properties of the Kafka producer, such as {@code security.protocol}
 * @param wire framing
 */
public record PublishSettings(
    String bootstrapServers,
    TopicNames topics,
    AlertDelivery delivery,
    String transactionalIdPrefix,
    Duration transactionTimeout,
    Duration longestOutage,
    int maxRecordBytes,
    Duration keepEndedIncidents,
    Map<String, String> properties,
    WireSettings wire)
    implements Serializable {
  private static final int MIN_RECORD_BYTES = 64 * 1024;

  /** Of checkpoints, before one that does not come is a reason to restart. */
  private static final int LEAST_INTERVALS = 5;

  public PublishSettings {
    properties = ClientProperties.copyOf(properties);
    if (transactionalIdPrefix.isBlank() || transactionalIdPrefix.length() > 100) {
      throw new IllegalArgumentException(
          "transactionalIdPrefix is '%s', must have 1 to 100 characters"
              .formatted(transactionalIdPrefix));
    }
    if (maxRecordBytes < MIN_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "maxRecordBytes is %d, must be >= %d".formatted(maxRecordBytes, MIN_RECORD_BYTES));
    }
    Require.positive("transactionTimeout", transactionTimeout);
    Require.positive("longestOutage", longestOutage);
    Require.positive("keepEndedIncidents", keepEndedIncidents);
  }

  /** Exactly-once with transactions of up to 15 minutes, a broker's default limit. */
  public static PublishSettings defaults(String bootstrapServers) {
    return new PublishSettings(
        bootstrapServers,
        TopicNames.DEFAULTS,
        AlertDelivery.EXACTLY_ONCE,
        "petrel",
        Duration.ofMinutes(15),
        Duration.ofMinutes(10),
        900 * 1024,
        Duration.ofDays(7),
        Map.of(),
        WireSettings.DEFAULTS);
  }

  /**
   * Checks the delivery against the job's settings.
   *
   * @param checkpointInterval of the job
   * @return what is wrong, a sentence each; empty when nothing is
   */
  public List<String> problems(Duration checkpointInterval) {
    Duration least = checkpointInterval.multipliedBy(LEAST_INTERVALS);
    if (delivery != AlertDelivery.EXACTLY_ONCE
        || transactionTimeout.minus(longestOutage).compareTo(least) >= 0) {
      return List.of();
    }
    return List.of(
        ("publish.transaction-timeout of %s must be at least publish.longest-outage of %s and %d"
                + " times engine.checkpoint-interval of %s together: what is left beside the outage"
                + " is how long checkpoints may fail before the job restarts, and the brokers drop"
                + " what was sent after the timeout")
            .formatted(
                Durations.code(transactionTimeout),
                Durations.code(longestOutage),
                LEAST_INTERVALS,
                Durations.code(checkpointInterval)));
  }

  /**
   * How old the last complete checkpoint may be, so that after the longest outage the brokers still
   * have what was sent since; empty where there are no transactions.
   */
  public Optional<Duration> oldestCheckpoint() {
    return delivery == AlertDelivery.EXACTLY_ONCE
        ? Optional.of(transactionTimeout.minus(longestOutage))
        : Optional.empty();
  }

  Properties producerProperties() {
    Properties all = new Properties();
    // Long, because waiting for a broker loses nothing, and a restart would not help.
    all.put("delivery.timeout.ms", "600000");
    all.put("linger.ms", "5");
    // The one compression that every client library has built in.
    all.put("compression.type", "gzip");
    all.putAll(properties);
    // With room for headers: what fits the topic must not be held back here.
    long request = Math.max(1 << 20, maxRecordBytes + 64 * 1024);
    all.merge(
        "max.request.size",
        String.valueOf(request),
        (own, ours) -> String.valueOf(Math.max(Long.parseLong(own.toString()), request)));
    all.put("bootstrap.servers", bootstrapServers);
    all.put("enable.idempotence", "true");
    all.put("acks", "all");
    all.put("transaction.timeout.ms", String.valueOf(transactionTimeout.toMillis()));
    return all;
  }

  /** Of a client that is no producer. */
  public Properties adminProperties() {
    Properties all = new Properties();
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }
}
