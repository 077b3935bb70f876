package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.rule.RuleEvent;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.RuleEventJson;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

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
        .sinkTo(
            sink(
                new AlertRecordSerializer(settings),
                settings.topics().alerts(),
                settings,
                "alerts"))
        .uid("publish-alerts")
        .name("alerts topic");
  }

  /**
   * The newest record of each incident, and a tombstone some event time after its end. A subscriber
   * that reads the topic from its beginning gets all open incidents.
   */
  public static void publishIncidents(DataStream<Alert> alerts, PublishSettings settings) {
    DataStream<Tuple2<String, Long>> ended =
        alerts
            .transform(
                "ended incidents",
                Types.TUPLE(Types.STRING, Types.LONG),
                new IncidentTombstones.Ended(settings))
            .uid("ended-incidents");
    alerts
        .keyBy(Alert::incidentId, Types.STRING)
        .connect(ended.keyBy(incident -> incident.f0, Types.STRING))
        .process(new IncidentTombstones(settings.keepEndedIncidents().toMillis()))
        .returns(CodecTypeInfo.of(IncidentUpsert.CODEC))
        .uid("publish-incident-ends")
        .name("current incidents")
        .sinkTo(
            sink(
                new IncidentRecordSerializer(settings),
                settings.topics().incidents(),
                settings,
                "incidents"))
        .uid("publish-incidents")
        .name("incidents topic");
  }

  /**
   * Events about rules. Always sent immediately, at least once: an author waits for the answer, and
   * a repeated event does no harm.
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

  /** Mails that a server refused permanently, at least once: key and JSON. */
  public static void publishUndeliverable(
      DataStream<Tuple2<String, String>> mails, PublishSettings settings) {
    publishJson(
        mails, settings.topics().undeliverable(), settings.producerProperties(), "undeliverable");
  }

  /**
   * Mails that a server has accepted: key = Message-ID, and JSON. Without transaction and batching,
   * because a mail that is not on the topic when the job dies is sent again.
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
   * Rejected records with unchanged key, value and headers, and Petrel's headers; cut when too
   * large.
   */
  public static void publishRejected(
      DataStream<RejectedRecord> rejected, PublishSettings settings) {
    rejected
        .sinkTo(
            sink(
                new RejectedRecordSerializer(
                    settings.topics().rejected(), settings.maxRecordBytes()),
                settings.topics().rejected(),
                settings,
                "rejected"))
        .uid("publish-rejected")
        .name("rejected topic");
  }

  /** Late observations; key = station. */
  public static void publishLate(DataStream<Observation> late, PublishSettings settings) {
    late.sinkTo(
            sink(new LateRecordSerializer(settings), settings.topics().late(), settings, "late"))
        .uid("publish-late")
        .name("late topic");
  }

  private static <T> Sink<T> sink(
      KafkaRecordSerializationSchema<T> records,
      String topic,
      PublishSettings settings,
      String name) {
    KafkaSink<T> sink =
        KafkaSink.<T>builder()
            .setBootstrapServers(settings.bootstrapServers())
            .setKafkaProducerConfig(settings.producerProperties())
            .setDeliveryGuarantee(settings.delivery().guarantee())
            .setTransactionalIdPrefix(settings.transactionalIdPrefix() + "-" + name)
            // Brokers keep every id for a week: a few that are used again, not one a checkpoint.
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setRecordSerializer(new ToTopic<>(records, topic))
            .build();
    return settings.delivery() == AlertDelivery.EXACTLY_ONCE
        ? new TransactionalSink<>(sink, settings.adminProperties())
        : sink;
  }

  /** Lets the connector know where to look for transactions that a dead engine left open. */
  private record ToTopic<T>(KafkaRecordSerializationSchema<T> records, String topic)
      implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {
    private static final long serialVersionUID = 1;

    @Override
    public void open(
        SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext)
        throws Exception {
      records.open(context, sinkContext);
    }

    @Override
    public @Nullable ProducerRecord<byte[], byte[]> serialize(
        T element, KafkaSinkContext context, Long timestamp) {
      return records.serialize(element, context, timestamp);
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
  }
}
