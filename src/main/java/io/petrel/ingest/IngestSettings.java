package io.petrel.ingest;

import io.petrel.text.Require;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
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
 * @param reportDelays how long after its time a report may come before its absence counts: event
 *     time trails by the usual one, and a report of a slower feed moves it on by so much more
 * @param idleTimeout after how long without an observation a partition that is read to its end no
 *     longer holds back time; when all are silent, event time is the wall clock minus the usual
 *     delay. > 0
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
    ReportDelays reportDelays,
    Duration idleTimeout,
    Duration futureTolerance,
    StationLimits limits,
    Map<String, String> properties,
    WireSettings wire)
    implements Serializable {
  /** The topic that observations are on unless configured otherwise. */
  public static final String DEFAULT_TOPIC = "petrel.observations";

  public IngestSettings {
    properties = ClientProperties.copyOf(properties);
    Require.positive("idleTimeout", idleTimeout);
    if (futureTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "futureTolerance is %s, must be >= 0".formatted(futureTolerance));
    }
  }

  /** Ten minutes of delay, two minutes of silence, five minutes ahead. */
  public static IngestSettings defaults(String bootstrapServers) {
    return new IngestSettings(
        bootstrapServers,
        DEFAULT_TOPIC,
        "petrel-detection",
        StartFrom.COMMITTED_OR_EARLIEST,
        false,
        ReportDelays.of(Duration.ofMinutes(10)),
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

  /**
   * The event time that has come with a report: its own, or later if its feed is slower than others
   * and must not hold back their time; never what the clock has not reached, for a slow feed's
   * report may also come at once.
   */
  long reached(Observation observation, SourceRecord.Raw record, long now) {
    long time = observation.timeMillis();
    long extra = reportDelays.extraMillis(observation.feed());
    return Math.max(time, Math.min(time + extra, clock(record, now)));
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
