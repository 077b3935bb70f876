package io.petrel.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads Petrel's alerts with kafka-clients and avro, nothing of Petrel. */
public final class AlertSubscriber {
  private final BinaryMessageDecoder<GenericRecord> decoder;
  private final Set<String> done = new HashSet<>(); // Yours: a table, identifier as its key.

  /** Takes a copy of Petrel's folder {@code schemas/}. */
  public AlertSubscriber(Path schemas) throws IOException {
    Schema reader = parse(schemas.resolve("alert.avsc"));
    decoder = new BinaryMessageDecoder<>(GenericData.get(), reader);
    try (Stream<Path> files = Files.walk(schemas.resolve("released"))) {
      for (Path file : files.filter(f -> f.endsWith("alert.avsc")).toList()) {
        decoder.addSchema(parse(file)); // What earlier releases wrote is read as well.
      }
    }
  }

  /** Gives each alert once, while the program goes on. */
  public void run(String brokers, BooleanSupplier goOn, Consumer<GenericRecord> handler)
      throws IOException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", brokers,
            "group.id", "alerts-example",
            "isolation.level", "read_committed", // Without it you see what was rolled back.
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("petrel.alerts"));
      while (goOn.getAsBoolean()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          GenericRecord alert = decoder.decode(record.value());
          if (done.add(alert.get("identifier").toString())) {
            handler.accept(alert);
          }
        }
        consumer.commitSync(); // After the work: a crash repeats some, and done catches them.
      }
    }
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }
}
