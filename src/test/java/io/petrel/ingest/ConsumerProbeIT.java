package io.petrel.ingest;

import static io.petrel.ingest.BacklogProbe.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConsumerProbeIT {
  private static SharedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = SharedKafka.emptied();
  }

  @Test
  void tellsAPartitionThatIsReadToItsEndFromOneThatIsNot() throws Exception {
    IngestSettings settings = settings("ends");
    // Partition 0: two committed records, their marker, two aborted ones and theirs. 1: plain. 2:
    // empty.
    transaction(settings.topic(), true);
    transaction(settings.topic(), false);
    try (ConsumerProbe probe = new ConsumerProbe(settings)) {
      assertThat(ask(probe, Map.of(0, 0L, 1, 0L, 2, 0L)))
          .isEqualTo(Map.of(0, 6L, 1, 2L, 2, NOTHING));
      assertThat(ask(probe, Map.of(0, 1L, 1, 1L))).isEqualTo(Map.of(0, 6L, 1, NOTHING));
      // The position behind the last committed record; four more offsets hold nothing to read.
      assertThat(ask(probe, Map.of(0, 2L))).isEqualTo(Map.of(0, NOTHING));
      assertThat(ask(probe, Map.of(0, 6L))).isEqualTo(Map.of(0, NOTHING));
      assertThat(ask(probe, Map.of(0, KafkaPartitionSplit.EARLIEST_OFFSET)))
          .isEqualTo(Map.of(0, 6L));
      assertThat(ask(probe, Map.of(0, -1L))).isEqualTo(Map.of(0, NOTHING));
      assertThat(ask(probe, Map.of(0, KafkaPartitionSplit.COMMITTED_OFFSET)))
          .isEqualTo(Map.of(0, 6L));
    }
  }

  @Test
  void failsWhereNoBrokerAnswers() {
    IngestSettings settings = IngestSettings.defaults("127.0.0.1:1");
    try (ConsumerProbe probe = new ConsumerProbe(settings)) {
      assertThatThrownBy(() -> ask(probe, Map.of(0, 0L))).isInstanceOf(ExecutionException.class);
    }
  }

  private static Map<Integer, Long> ask(ConsumerProbe probe, Map<Integer, Long> positions)
      throws Exception {
    return probe.ask(positions).get(30, TimeUnit.SECONDS);
  }

  /** What is in it is written and will be read, with times of when it was written. */
  @Test
  void anOpenTransactionIsNotTheEnd() throws Exception {
    IngestSettings settings = settings("open-transactions");
    try (ConsumerProbe probe = new ConsumerProbe(settings);
        KafkaProducer<byte[], byte[]> producer = producer("open")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(settings.topic(), 0, null, new byte[] {1})).get();
      assertThat(ask(probe, Map.of(0, 0L))).isEqualTo(Map.of(0, 1L));
      producer.commitTransaction();
      // The marker is written when the producer has its answer.
      awaitAnswer(probe, Map.of(0, 0L), 2L);
      assertThat(ask(probe, Map.of(0, 1L))).isEqualTo(Map.of(0, NOTHING));
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(settings.topic(), 0, null, new byte[] {1})).get();
      assertThat(ask(probe, Map.of(0, 1L))).isEqualTo(Map.of(0, 3L));
      producer.abortTransaction();
      awaitAnswer(probe, Map.of(0, 1L), NOTHING);
    }
  }

  private static void awaitAnswer(ConsumerProbe probe, Map<Integer, Long> positions, long end) {
    Waiting.await(Duration.ofSeconds(20), () -> ask(probe, positions).equals(Map.of(0, end)));
  }

  private static IngestSettings settings(String topic) throws Exception {
    IngestSettings defaults = IngestSettings.defaults(kafka.bootstrapServers());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }
    return new IngestSettings(
        defaults.bootstrapServers(),
        topic,
        defaults.groupId(),
        defaults.startFrom(),
        defaults.bounded(),
        defaults.reportDelays(),
        defaults.idleTimeout(),
        defaults.futureTolerance(),
        defaults.limits(),
        defaults.properties(),
        defaults.wire());
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", transactionalId),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void transaction(String topic, boolean commit) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer("test")) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 2; i++) {
        producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1})).get();
      }
      if (commit) {
        producer.send(new ProducerRecord<>(topic, 1, null, new byte[] {1})).get();
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }
  }
}
