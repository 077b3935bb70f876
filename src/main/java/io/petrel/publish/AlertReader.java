package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.CodecTypeInfo;
import io.petrel.wire.AlertAvro;
import io.petrel.wire.Decoded;
import io.petrel.wire.WireSettings;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes alerts; what is none is passed over, counted and logged. */
final class AlertReader implements KafkaRecordDeserializationSchema<Alert> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(AlertReader.class);

  private final WireSettings wire;
  private transient AlertAvro avro;
  private transient Counter unreadable;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
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
          "The record at {}-{} offset {} is no alert and is passed over: {}",
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
