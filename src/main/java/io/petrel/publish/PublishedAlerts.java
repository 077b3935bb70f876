package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.CodecTypeInfo;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.WireSettings;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the alerts topic, committed records only: the source of the notification job. */
public final class PublishedAlerts {
  private PublishedAlerts() {}

  /**
   * Adds the source to a job. Skips, counts and logs records that are not valid alerts. Emits no
   * watermarks: readers of alerts use processing time.
   *
   * @param settings brokers, topic, framing and client properties, as of the engine that writes
   * @param groupId consumer group; a job without checkpoint starts at its committed offsets, else
   *     at the oldest record
   * @param properties of the Kafka consumer, beside {@link PublishSettings#properties()}
   */
  @SuppressWarnings("deprecation") // The connector still asks for Kafka's deprecated enum.
  public static DataStream<Alert> from(
      StreamExecutionEnvironment env,
      PublishSettings settings,
      String groupId,
      Map<String, String> properties) {
    Properties all = settings.adminProperties();
    all.putAll(properties);
    all.put("isolation.level", "read_committed");
    KafkaSource<Alert> source =
        KafkaSource.<Alert>builder()
            .setProperties(all)
            .setBootstrapServers(settings.bootstrapServers())
            .setGroupId(groupId)
            .setTopics(settings.topics().alerts())
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new AlertReader(settings.wire()))
            .build();
    return env.fromSource(
            source,
            WatermarkStrategy.noWatermarks(),
            "alerts: " + settings.topics().alerts(),
            CodecTypeInfo.of(AlertCodec.INSTANCE))
        .uid("alerts-kafka");
  }

  private static final class AlertReader implements KafkaRecordDeserializationSchema<Alert> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AlertReader.class);

    private final WireSettings wire;
    private transient AlertAvro avro;
    private transient Counter unreadable;

    @SuppressWarnings("NullAway.Init") // Flink calls open first.
    AlertReader(WireSettings wire) {
      this.wire = wire;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      avro = new AlertAvro(wire);
      unreadable = context.getMetricGroup().addGroup("petrel").counter("alerts_unreadable");
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Alert> out) {
      Decoded<Alert> decoded = avro.decode(record.value());
      if (decoded instanceof Decoded.Value<Alert> value) {
        out.collect(value.value());
      } else if (decoded instanceof Decoded.Rejected<Alert> fault) {
        unreadable.inc();
        LOG.error(
            "Skipped record {}-{}@{}: not a valid alert: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            fault.text());
      }
    }

    @Override
    public TypeInformation<Alert> getProducedType() {
      return CodecTypeInfo.of(AlertCodec.INSTANCE);
    }
  }
}
