package io.petrel.ingest;

import io.petrel.text.Require;
import io.petrel.weather.Observation;
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
 * @param bounded whether to read up to what is there at the start and then end; time then does not
 *     run on when the input is silent
 * @param outOfOrderness how much later than a younger one a report may come, >= 0
 * @param idleTimeout after how long without an observation a partition that is read to its end no
 *     longer holds back time; when all are silent, event time is the wall clock minus {@code
 *     outOfOrderness}. > 0
 * @param futureTolerance how far ahead of its record's timestamp, and of the wall clock, a report
 *     may be; further is rejected, so that one wrong clock does not make all others late, in a
 *     backlog either. >= 0
 * @param limits how many stations and reports are taken
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
  /** The topic that observations are on unless configured otherwise. */
  public static final String DEFAULT_TOPIC = "petrel.observations";

  /** How much later than a younger report one may come unless configured otherwise. */
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

  /** Ten minutes of disorder, two minutes of silence, five minutes ahead. */
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

  /**
   * The clock that a report is judged by: in a backlog the wall clock has long passed what was
   * wrong when it was written.
   */
  static long clock(SourceRecord.Raw record, long now) {
    return record.timestampMillis() < 0 ? now : Math.min(now, record.timestampMillis());
  }

  /** Whether an observation is from the future. */
  boolean isAhead(Observation observation, SourceRecord.Raw record, long now) {
    return observation.timeMillis() > clock(record, now) + futureTolerance.toMillis();
  }

  /** The consumer's properties: the given ones, and the ones that are not open to choice. */
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
