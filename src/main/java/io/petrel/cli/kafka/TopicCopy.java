package io.petrel.cli.kafka;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The observations that are on the topic now, in a file of their own that can be read again and
 * again; deleted when closed. It does not have what arrives meanwhile.
 *
 * @param topic its name
 */
public record TopicCopy(String topic, Path file) implements Closeable {
  /**
   * Reads the topic to its present end.
   *
   * @param from leaves out what was observed before; null = nothing
   * @throws CommandFailure if no broker answers or the topic does not exist
   */
  public static TopicCopy of(Config config, @Nullable Instant from, Terminal terminal)
      throws IOException {
    String topic = config.observationsTopic();
    Brokers brokers = new Brokers(config.kafka());
    brokers.requireTopic(topic);
    Path file = Files.createTempFile("petrel-topic-", ".avro");
    file.toFile().deleteOnExit();
    TopicCopy copy = new TopicCopy(topic, file);
    try (ObservationFileWriter writer =
            ObservationFileWriter.scratch(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
      copy.fill(
          reader, writer, new ObservationAvro(config.detection().ingest().wire()), from, terminal);
    } catch (IOException | UncheckedIOException e) {
      copy.close();
      throw e;
    }
    return copy;
  }

  private void fill(
      TopicReader reader,
      ObservationFileWriter writer,
      ObservationAvro avro,
      @Nullable Instant from,
      Terminal terminal) {
    long fromMillis = from == null ? Long.MIN_VALUE : from.toEpochMilli();
    long[] read = {0, 0};
    reader.readToEnd(
        record -> {
          if (++read[0] % 10_000 == 0) {
            terminal.progress("%,d records of %s".formatted(read[0], topic));
          }
          if (!(avro.decode(record.value()) instanceof Decoded.Value<Observation> value)) {
            read[1]++;
          } else if (value.value().timeMillis() >= fromMillis) {
            write(writer, value.value());
          }
        });
    if (read[1] > 0) {
      terminal.note("%s: skipped %,d records that are not observations".formatted(topic, read[1]));
    }
  }

  private static void write(ObservationFileWriter writer, Observation observation) {
    try {
      writer.write(observation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
