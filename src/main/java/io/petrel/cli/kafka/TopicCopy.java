package io.petrel.cli.kafka;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.TemporaryFolder;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The observations that are on the topic now, in a file of their own that can be read again and
 * again; gone when closed. What comes meanwhile is not in it, and what the engine set aside because
 * it came too late is not either.
 *
 * @param topic its name
 * @param folder that holds the file
 * @param late times of what was set aside, by station
 */
public record TopicCopy(
    String topic, Path file, TemporaryFolder folder, Map<String, List<Long>> late)
    implements Closeable {
  /** What stays the same of an observation on its way through the engine. */
  private record Report(String station, long timeMillis, int revision) {
    static Report of(Observation observation) {
      return new Report(observation.stationId(), observation.timeMillis(), observation.revision());
    }
  }

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
    TemporaryFolder folder = TemporaryFolder.ofMachine();
    Path file = folder.newFile(".avro");
    TopicCopy copy = new TopicCopy(topic, file, folder, new HashMap<>());
    try (ObservationFileWriter writer =
            ObservationFileWriter.scratch(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
      ObservationAvro avro = new ObservationAvro(config.ingest().wire());
      copy.fill(reader, writer, avro, setAside(brokers, config.lateTopic(), avro), from, terminal);
    } catch (IOException | UncheckedIOException e) {
      copy.close();
      throw e;
    }
    return copy;
  }

  /** How often each report is on the topic of late ones, if there is one. */
  private static Map<Report, Integer> setAside(
      Brokers brokers, String topic, ObservationAvro avro) {
    Map<Report, Integer> setAside = new HashMap<>();
    if (brokers.hasTopic(topic)) {
      try (TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
        reader.readToEnd(
            record -> {
              if (avro.decode(record.value()) instanceof Decoded.Value<Observation> value) {
                setAside.merge(Report.of(value.value()), 1, Integer::sum);
              }
            });
      }
    }
    return setAside;
  }

  private void fill(
      TopicReader reader,
      ObservationFileWriter writer,
      ObservationAvro avro,
      Map<Report, Integer> setAside,
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
            return;
          }
          Observation observation = value.value();
          Report report = Report.of(observation);
          if (setAside.containsKey(report)) {
            setAside.computeIfPresent(report, (r, times) -> times > 1 ? times - 1 : null);
            late.computeIfAbsent(report.station(), s -> new ArrayList<>()).add(report.timeMillis());
          } else if (observation.timeMillis() >= fromMillis) {
            write(writer, observation);
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
  public void close() {
    folder.close();
  }
}
