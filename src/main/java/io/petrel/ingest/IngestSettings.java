package io.petrel.ingest;

import io.petrel.text.Require;
import io.petrel.wire.ClientProperties;
import io.petrel.wire.avro.WireSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How observations are read from Kafka.
 *
 * @param bootstrapServers brokers, {@code host:port,host:port}
 * @param topic the observations topic
 * @param groupId consumer group; offsets are committed for it at checkpoints, for monitoring
 * @param startFrom where a job without a checkpoint starts
 * @param bounded whether to stop at the end of the topic as of the start; event time then does not
 *     follow the wall clock when the input is silent
 * @param outOfOrderness how much later than a younger report one may arrive, >= 0
 * @param idleTimeout time without an observation after which a partition that is read to its end no
 *     longer holds back time; when all are silent, event time is the wall clock minus {@code
 *     outOfOrderness}. > 0
 * @param futureTolerance how far ahead of the wall clock a report may be; others are rejected, so
 *     that one wrong clock does not make all others late. >= 0
 * @param limits how many stations and reports are accepted
 * @param properties of the Kafka consumer, such as {@code security.protocol}
 * @param wire schemas and framing
 */
public record IngestSettings(
    String bootstrapServers,
    String topic,
    String groupId,
    StartFrom startFrom,
    boolean bounded,
    Duration outOfOrderness,
    Duration idleTimeout,
    Duration futureTolerance,
    StationLimits limits,
    Map<String, String> properties,
    WireSettings wire)
    implements Serializable {
  /** The default topic of observations. */
  public static final String DEFAULT_TOPIC = "petrel.observations";

  /** The default of {@code outOfOrderness}. */
  public static final Duration DEFAULT_OUT_OF_ORDERNESS = Duration.ofMinutes(10);

  public IngestSettings {
    properties = ClientProperties.copyOf(properties);
    if (outOfOrderness.isNegative()) {
      throw new IllegalArgumentException(
          "outOfOrderness is %s, must be >= 0".formatted(outOfOrderness));
    }
    Require.positive("idleTimeout", idleTimeout);
    if (futureTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "futureTolerance is %s, must be >= 0".formatted(futureTolerance));
    }
  }

  public static IngestSettings defaults(String bootstrapServers) {
    return new IngestSettings(
        bootstrapServers,
        DEFAULT_TOPIC,
        "petrel-detection",
        StartFrom.COMMITTED_OR_EARLIEST,
        false,
        DEFAULT_OUT_OF_ORDERNESS,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        StationLimits.DEFAULT,
        Map.of(),
        WireSettings.DEFAULTS);
  }

  /** The consumer's properties: the configured ones, and fixed ones that override them. */
  Properties consumerProperties() {
    Properties all = new Properties();
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("group.id", groupId);
    all.put("isolation.level", "read_committed");
    all.put("enable.auto.commit", "false");
    return all;
  }
}
