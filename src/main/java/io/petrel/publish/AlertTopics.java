package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.rule.RuleEvent;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.RuleEventJson;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Adds the sinks of detection to a job. */
public final class AlertTopics {
  private AlertTopics() {}

  /**
   * Every alert record, in the order of its incident: key = incident id, CloudEvents headers, the
   * broker's or producer's wall clock as timestamp.
   */
  public static void publishAlerts(DataStream<Alert> alerts, PublishSettings settings) {
    boolean transactions = settings.delivery() == AlertDelivery.EXACTLY_ONCE;
    alerts
        .transform("alert latency", alerts.getType(), new AlertLatency(transactions))
        .uid("alert-latency")
        .sinkTo(sink(new AlertRecordSerializer(settings), settings, "alerts"))
        .uid("publish-alerts")
        .name("alerts topic");
  }

  /**
   * The newest record of each incident; a tombstone some event time after its end. A subscriber
   * that reads the topic from its beginning knows what is going on.
   */
  public static void publishIncidents(DataStream<Alert> alerts, PublishSettings settings) {
    alerts
        .keyBy(Alert::incidentId, Types.STRING)
        .process(new IncidentTombstones(settings.keepEndedIncidents().toMillis()))
        .returns(CodecTypeInfo.of(IncidentUpsert.CODEC))
        .uid("publish-incident-ends")
        .name("current incidents")
        .sinkTo(sink(new IncidentRecordSerializer(settings), settings, "incidents"))
        .uid("publish-incidents")
        .name("incidents topic");
  }

  /**
   * What became of rules. Always sent at once, at least once: an author waits for the answer, and
   * an event told twice says the same.
   */
  public static void publishRules(DataStream<RuleEvent> events, PublishSettings settings) {
    publishJson(
        events.map(
            event -> Tuple2.of(event.key(), RuleEventJson.write(event)),
            Types.TUPLE(Types.STRING, Types.STRING)),
        settings.topics().rules(),
        settings.producerProperties(),
        "rules");
  }

  /** Mails that a server refused for good, at least once: key and JSON. */
  public static void publishUndeliverable(
      DataStream<Tuple2<String, String>> mails, PublishSettings settings) {
    publishJson(
        mails, settings.topics().undeliverable(), settings.producerProperties(), "undeliverable");
  }

  /**
   * Mails that a server has taken, key = Message-ID and JSON. Never in a transaction and without
   * waiting for more: what is not on the topic when the job dies is sent again.
   */
  public static void publishMailSent(
      DataStream<Tuple2<String, String>> mails, PublishSettings settings) {
    Properties atOnce = settings.producerProperties();
    atOnce.put("linger.ms", "0");
    publishJson(mails, settings.topics().mailSent(), atOnce, "mail-sent");
  }

  private static void publishJson(
      DataStream<Tuple2<String, String>> records, String topic, Properties producer, String name) {
    records
        .sinkTo(
            KafkaSink.<Tuple2<String, String>>builder()
                .setBootstrapServers(producer.getProperty("bootstrap.servers"))
                .setKafkaProducerConfig(producer)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new JsonRecordSerializer(topic))
                .build())
        .uid("publish-" + name)
        .name(name + " topic");
  }

  /**
   * Rejected records with unchanged key, value and headers, and ours beside them; cut when too
   * large.
   */
  public static void publishRejected(
      DataStream<RejectedRecord> rejected, PublishSettings settings) {
    rejected
        .sinkTo(
            sink(
                new RejectedRecordSerializer(
                    settings.topics().rejected(), settings.maxRecordBytes()),
                settings,
                "rejected"))
        .uid("publish-rejected")
        .name("rejected topic");
  }

  /** Observations that came too late; key = station. */
  public static void publishLate(DataStream<Observation> late, PublishSettings settings) {
    late.sinkTo(sink(new LateRecordSerializer(settings), settings, "late"))
        .uid("publish-late")
        .name("late topic");
  }

  private static <T> KafkaSink<T> sink(
      KafkaRecordSerializationSchema<T> records, PublishSettings settings, String name) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setKafkaProducerConfig(settings.producerProperties())
        .setDeliveryGuarantee(settings.delivery().guarantee())
        .setTransactionalIdPrefix(settings.transactionalIdPrefix() + "-" + name)
        .setRecordSerializer(records)
        .build();
  }
}
