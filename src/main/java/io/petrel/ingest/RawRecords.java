package io.petrel.ingest;

import io.petrel.state.CodecTypeInfo;
import io.petrel.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Hands Kafka records on as they are: nothing in here can fail because of a record's bytes. */
final class RawRecords implements KafkaRecordDeserializationSchema<Polled> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Polled> out) {
    List<RejectedRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RejectedRecord.Header(header.key(), header.value()));
    }
    out.collect(
        new Polled.Raw(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            headers));
  }

  @Override
  public TypeInformation<Polled> getProducedType() {
    return CodecTypeInfo.of(Polled.CODEC);
  }
}
