package io.petrel.ingest;

import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Observations from a Kafka topic, read_committed.
 *
 * <p>Watermarks trail the newest report by the usual report delay, by partition. A partition that
 * is silent and read to its end does not hold back time; when all are, event time is the wall clock
 * minus the delay. A bounded run ends with the watermark of the latest observation.
 */
public final class KafkaObservations {
  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", CodecTypeInfo.of(RejectedRecord.CODEC));

  private KafkaObservations() {}

  /** Adds the source to a job. */
  public static Ingested from(StreamExecutionEnvironment env, IngestSettings settings) {
    return from(env, settings, () -> new ConsumerProbe(settings));
  }

  static Ingested from(
      StreamExecutionEnvironment env, IngestSettings settings, BacklogProbe.Factory probes) {
    SingleOutputStreamOperator<SourceRecord> polled =
        env.fromSource(
                source(settings),
                WatermarkStrategy.noWatermarks(),
                "observations: " + settings.topic(),
                CodecTypeInfo.of(SourceRecord.CODEC))
            .uid("ingest-kafka");
    SingleOutputStreamOperator<Observation> decoded =
        polled
            .transform(
                "decode",
                CodecTypeInfo.of(ObservationCodec.INSTANCE),
                new DecodeOperator(settings, REJECTED, probes))
            .uid("ingest-decode");
    if (!settings.bounded()) {
      return new Ingested(decoded, decoded.getSideOutput(REJECTED));
    }
    SingleOutputStreamOperator<Observation> ended =
        decoded
            .transform(
                "end of time",
                CodecTypeInfo.of(ObservationCodec.INSTANCE),
                new FinalWatermarkOperator())
            .uid("ingest-end")
            .setParallelism(1);
    return new Ingested(ended, decoded.getSideOutput(REJECTED));
  }

  private static PartitionAnnouncingSource source(IngestSettings settings) {
    KafkaSourceBuilder<SourceRecord> builder =
        KafkaSource.<SourceRecord>builder()
            .setProperties(settings.consumerProperties())
            .setBootstrapServers(settings.bootstrapServers())
            .setGroupId(settings.groupId())
            .setTopics(settings.topic())
            .setStartingOffsets(settings.startFrom().offsets())
            .setDeserializer(new RawRecordDeserializer());
    if (settings.bounded()) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return new PartitionAnnouncingSource(builder.build(), settings);
  }

  /** Forwards Kafka records unchanged, so that it cannot fail because of a record's bytes. */
  private static final class RawRecordDeserializer
      implements KafkaRecordDeserializationSchema<SourceRecord> {
    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<SourceRecord> out) {
      List<RejectedRecord.Header> headers = new ArrayList<>();
      for (Header header : record.headers()) {
        headers.add(new RejectedRecord.Header(header.key(), header.value()));
      }
      out.collect(
          new SourceRecord.Raw(
              record.topic(),
              record.partition(),
              record.offset(),
              record.timestamp(),
              record.key(),
              record.value(),
              headers));
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
      return CodecTypeInfo.of(SourceRecord.CODEC);
    }
  }
}
