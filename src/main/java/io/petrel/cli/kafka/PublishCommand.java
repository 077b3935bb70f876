package io.petrel.cli.kafka;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.cli.files.BadRows;
import io.petrel.cli.files.ObservationFiles;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import io.petrel.wire.avro.WireSettings;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel publish}: puts observations on the topic. */
@Command(
    name = "publish",
    description = {
      "Publish the observations of a file to the topic, as Avro, in the order of the file.",
      "A CSV header names schema fields (schemas/README.md); other columns are ignored. Times are ISO-8601 with offset; an empty cell is a missing value. Bad rows are reported and skipped."
    },
    footer = {
      "",
      "Examples:",
      "  petrel publish storm.csv --bootstrap localhost:9092",
      "  petrel simulate --hours 12 --out storm.csv && petrel publish storm.csv"
    })
public final class PublishCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "FILE", description = "CSV, CSV in gzip (.gz), or an Avro container.")
  Path file = Path.of("");

  @Option(names = "--json", description = "The result as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public PublishCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (ObservationFile rows = ObservationFiles.open(file)) {
      Config config = kafka.read(terminal);
      Brokers brokers = new Brokers(config.kafka());
      brokers.requireTopic(config.observationsTopic());
      if (!rows.ignoredColumns().isEmpty()) {
        terminal.note("ignored columns: " + String.join(", ", rows.ignoredColumns()));
      }
      return publish(rows, brokers, config);
    }
  }

  /**
   * Counts what an engine that runs will not use of what is sent: what is too much older than its
   * station's newest, as far as this file shows, and what is from the future.
   */
  private static final class Unused {
    private final long reviseForMillis;
    private final long latestMillis;
    private final Map<String, Long> newestByStation = new HashMap<>();
    private long late;
    private long ahead;

    Unused(Config config, Instant now) {
      reviseForMillis = config.pipeline().reviseFor().toMillis();
      latestMillis = now.plus(config.ingest().futureTolerance()).toEpochMilli();
    }

    void add(Observation sent) {
      long time = sent.timeMillis();
      if (time > latestMillis) {
        ahead++;
      } else if (newestByStation.merge(sent.stationId(), time, Math::max) - time
          > reviseForMillis) {
        late++;
      }
    }
  }

  private int publish(ObservationFile rows, Brokers brokers, Config config) {
    String topic = config.observationsTopic();
    Unused unused = new Unused(config, Instant.now());
    BadRows bad = new BadRows(terminal, file);
    long sent = 0;
    try (ObservationProducer producer =
        new ObservationProducer(brokers, topic, WireSettings.DEFAULTS)) {
      while (rows.hasNext()) {
        ObservationCsv.Row row = rows.next();
        if (row instanceof ObservationCsv.Good good) {
          producer.send(good.observation(), List.of());
          sent++;
          unused.add(good.observation());
          if (sent % 5000 == 0) {
            terminal.progress("%,d observations".formatted(sent));
          }
        } else if (row instanceof ObservationCsv.Bad fault) {
          bad.add(fault);
        }
      }
      producer.flush();
    } catch (UncheckedIOException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    }
    terminal.line(
        json
            ? json(topic, sent, unused, bad.count(), rows.ignoredColumns())
            : "%,d observations published to %s".formatted(sent, topic));
    bad.printCount();
    if (unused.late > 0) {
      terminal.note(
          "%,d of them are older than their station's newest before them by more than detect.revise-for (%s): an engine sets them aside on %s, and no rule sees them. Sort the file by time, or try history with 'petrel backtest'."
              .formatted(
                  unused.late, Durations.code(config.pipeline().reviseFor()), config.lateTopic()));
    }
    if (unused.ahead > 0) {
      terminal.note(
          "%,d of them are ahead of the clock by more than ingest.future-tolerance (%s): an engine that runs now rejects them."
              .formatted(unused.ahead, Durations.code(config.ingest().futureTolerance())));
    }
    return ExitCode.OK;
  }

  private String json(
      String topic, long sent, Unused unused, long badRows, List<String> ignoredColumns) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.toString());
    node.put("topic", topic);
    node.put("published", sent);
    node.put("late", unused.late);
    node.put("in_future", unused.ahead);
    node.put("bad_rows", badRows);
    ArrayNode ignored = node.putArray("ignored_columns");
    ignoredColumns.forEach(ignored::add);
    return node.toString();
  }
}
