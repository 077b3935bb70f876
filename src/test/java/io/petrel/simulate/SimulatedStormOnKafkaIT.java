package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.SharedKafka;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class SimulatedStormOnKafkaIT {
  private static final String TOPIC = "petrel.observations";
  private static final int PARTITIONS = 3;

  @Test
  void everyReportOfAStormComesBackAndEachStationInOrderOfArrival() throws Exception {
    SimulationSettings settings = SimulationSettings.DEFAULT;
    List<Observation> sent = StormSimulator.observations(settings).toList();
    SharedKafka kafka = SharedKafka.emptied();
    publish(kafka.bootstrapServers(), sent);
    List<Observation> read = read(kafka.bootstrapServers(), sent.size());

    assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
    for (int station = 1; station <= settings.stations(); station++) {
      String id = "sim:S%02d".formatted(station);
      assertThat(of(read, id)).isEqualTo(of(sent, id));
    }
  }

  private static List<Observation> of(List<Observation> reports, String station) {
    return reports.stream().filter(report -> report.stationId().equals(station)).toList();
  }

  private static void publish(String bootstrap, List<Observation> reports) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "acks", "all");
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
      for (Observation report : reports) {
        acknowledged.add(
            producer.send(
                new ProducerRecord<>(
                    TOPIC, null, report.timeMillis(), report.stationId(), bytes(report))));
      }
      producer.flush();
      for (Future<RecordMetadata> future : acknowledged) {
        future.get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static List<Observation> read(String bootstrap, int count) throws IOException {
    List<Observation> reports = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(
          IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(TOPIC, i)).toList());
      long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      while (reports.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Observation report = report(record.value());
          assertThat(record.key()).isEqualTo(report.stationId());
          reports.add(report);
        }
      }
    }
    return reports;
  }

  private static byte[] bytes(Observation report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      ObservationCodec.INSTANCE.write(report, out);
    }
    return bytes.toByteArray();
  }

  private static Observation report(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return ObservationCodec.INSTANCE.read(ObservationCodec.INSTANCE.version(), in);
    }
  }
}
