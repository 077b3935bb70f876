package io.petrel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaIT {
  private static final String TOPIC = "reports";

  @TempDir Path folder;

  @Test
  void keepsTopicsAndCommittedTransactionsWhenStartedAgainOnItsFolder() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      createTopic(kafka.bootstrapServers());
      send(kafka.bootstrapServers(), "committed", true);
      send(kafka.bootstrapServers(), "aborted", false);
      assertThat(read(kafka.bootstrapServers(), 1)).containsExactly("committed");
    }

    try (EmbeddedKafka again = EmbeddedKafka.start(folder)) {
      send(again.bootstrapServers(), "second run", true);
      assertThat(read(again.bootstrapServers(), 2)).containsExactly("committed", "second run");
    }
  }

  @Test
  void acceptsReportsWithTimesFarFromNow() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      createTopic(kafka.bootstrapServers());
      try (KafkaProducer<String, String> producer = producer(kafka.bootstrapServers(), null)) {
        for (String time : List.of("1999-12-26T05:00:00Z", "2099-01-01T00:00:00Z")) {
          producer
              .send(
                  new ProducerRecord<>(
                      TOPIC, 0, Instant.parse(time).toEpochMilli(), "sim:S01", time))
              .get(20, TimeUnit.SECONDS);
        }
      }
      assertThat(read(kafka.bootstrapServers(), 2)).hasSize(2);
    }
  }

  @Test
  void saysThatTheFolderOrThePortIsInUse() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("a"))) {
      assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("a")))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "The data folder %s is in use by another Kafka broker; stop it or choose another"
                  + " folder",
              folder.resolve("a"));
      assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("b"), kafka.port()))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "Embedded Kafka broker: cannot listen on 127.0.0.1:%d (Address already in use); is"
                  + " another program using this port?",
              kafka.port());
      assertThat(folder.resolve("b")).doesNotExist();
    }
  }

  @Test
  void saysWhyItDidNotStartAndLeavesTheFolderFree() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("kafka"));
    Files.writeString(logs.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=77\n");

    assertThatThrownBy(() -> EmbeddedKafka.start(folder))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("Embedded Kafka broker: did not start on PLAINTEXT://127.0.0.1:")
        .hasMessageContaining(logs.toString())
        .hasMessageContaining("77");

    Files.delete(logs.resolve("meta.properties"));
    EmbeddedKafka.start(folder).close();
  }

  @Test
  void keepsCommittedDataWhenItsProcessIsKilled() throws Exception {
    int port = freePort();
    Process process = brokerProcess(port);
    try {
      createTopic("127.0.0.1:" + port);
      send("127.0.0.1:" + port, "before the kill", true);
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (EmbeddedKafka again = EmbeddedKafka.start(folder)) {
      send(again.bootstrapServers(), "after the kill", true);
      assertThat(read(again.bootstrapServers(), 2))
          .containsExactly("before the kill", "after the kill");
    }
  }

  private Process brokerProcess(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedKafka.class.getName(),
            folder.toString(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits for the broker: the client retries until it answers. */
  private static void createTopic(String bootstrap) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", "60000"))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(70, TimeUnit.SECONDS);
    }
  }

  private static void send(String bootstrap, String value, boolean commit) throws Exception {
    try (KafkaProducer<String, String> producer = producer(bootstrap, "test")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(20, TimeUnit.SECONDS);
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static KafkaProducer<String, String> producer(String bootstrap, String transactionalId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    if (transactionalId != null) {
      settings.put("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static List<String> read(String bootstrap, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
      consumer.poll(Duration.ofMillis(300)).forEach(record -> values.add(record.value()));
    }
    return values;
  }
}
