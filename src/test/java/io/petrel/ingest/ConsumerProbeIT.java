package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.testing.SharedKafka;
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
    IngestSettings settings = IngestSettings.defaults(kafka.bootstrapServers());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(settings.topic(), 3, (short) 1))).all().get();
    }
    // Partition 0: two committed records, their marker, two aborted ones and theirs. 1: plain. 2:
    // empty.
    transaction(settings.topic(), true);
    transaction(settings.topic(), false);
    try (ConsumerProbe probe = new ConsumerProbe(settings)) {
      assertThat(ask(probe, Map.of(0, 0L, 1, 0L, 2, 0L)))
          .isEqualTo(Map.of(0, false, 1, false, 2, true));
      assertThat(ask(probe, Map.of(0, 1L, 1, 1L))).isEqualTo(Map.of(0, false, 1, true));
      // The position behind the last committed record; four more offsets hold nothing to read.
      assertThat(ask(probe, Map.of(0, 2L))).isEqualTo(Map.of(0, true));
      assertThat(ask(probe, Map.of(0, 6L))).isEqualTo(Map.of(0, true));
      assertThat(ask(probe, Map.of(0, KafkaPartitionSplit.EARLIEST_OFFSET)))
          .isEqualTo(Map.of(0, false));
      assertThat(ask(probe, Map.of(0, -1L))).isEqualTo(Map.of(0, true));
      assertThat(ask(probe, Map.of(0, KafkaPartitionSplit.COMMITTED_OFFSET)))
          .isEqualTo(Map.of(0, false));
    }
  }

  @Test
  void failsWhereNoBrokerAnswers() {
    IngestSettings settings = IngestSettings.defaults("127.0.0.1:1");
    try (ConsumerProbe probe = new ConsumerProbe(settings)) {
      assertThatThrownBy(() -> ask(probe, Map.of(0, 0L))).isInstanceOf(ExecutionException.class);
    }
  }

  private static Map<Integer, Boolean> ask(ConsumerProbe probe, Map<Integer, Long> positions)
      throws Exception {
    return probe.ask(positions).get(30, TimeUnit.SECONDS);
  }

  private static void transaction(String topic, boolean commit) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
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
