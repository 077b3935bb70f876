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
import io.petrel.ingest.IngestSettings;
import io.petrel.text.Durations;
import io.petrel.wire.avro.WireSettings;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
   * What an engine that runs will not use of what is sent now.
   *
   * @param beforeMillis earlier is late, because the topic is silent and event time follows the
   *     clock; {@link Long#MIN_VALUE} when the topic is not
   * @param afterMillis later is rejected
   */
  private record Usable(long beforeMillis, long afterMillis) {
    static Usable now(Brokers brokers, IngestSettings ingest, Instant now) {
      boolean silent =
          brokers
              .newestTimestamp(ingest.topic())
              .map(newest -> newest.plus(ingest.idleTimeout()).isBefore(now))
              .orElse(true);
      return new Usable(
          silent ? now.minus(ingest.outOfOrderness()).toEpochMilli() : Long.MIN_VALUE,
          now.plus(ingest.futureTolerance()).toEpochMilli());
    }
  }

  private int publish(ObservationFile rows, Brokers brokers, Config config) {
    String topic = config.observationsTopic();
    Usable usable = Usable.now(brokers, config.ingest(), Instant.now());
    long late = 0;
    long ahead = 0;
    BadRows bad = new BadRows(terminal, file);
    long sent = 0;
    try (ObservationProducer producer =
        new ObservationProducer(brokers, topic, WireSettings.DEFAULTS)) {
      while (rows.hasNext()) {
        ObservationCsv.Row row = rows.next();
        if (row instanceof ObservationCsv.Good good) {
          producer.send(good.observation(), List.of());
          sent++;
          long time = good.observation().timeMillis();
          late += time < usable.beforeMillis() ? 1 : 0;
          ahead += time > usable.afterMillis() ? 1 : 0;
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
            ? json(topic, sent, late, ahead, bad.count(), rows.ignoredColumns())
            : "%,d observations published to %s".formatted(sent, topic));
    bad.printCount();
    if (late > 0) {
      terminal.note(
          "%,d of them are from before %s: an engine that runs now sets them aside on %s, without an alert. The topic was silent for ingest.idle-timeout (%s), so its time follows the clock, less ingest.out-of-orderness (%s). Try history with 'petrel backtest'."
              .formatted(
                  late,
                  Instant.ofEpochMilli(usable.beforeMillis()).truncatedTo(ChronoUnit.SECONDS),
                  config.lateTopic(),
                  Durations.code(config.ingest().idleTimeout()),
                  Durations.code(config.ingest().outOfOrderness())));
    }
    if (ahead > 0) {
      terminal.note(
          "%,d of them are ahead of the clock by more than ingest.future-tolerance (%s): an engine that runs now rejects them."
              .formatted(ahead, Durations.code(config.ingest().futureTolerance())));
    }
    return ExitCode.OK;
  }

  private String json(
      String topic, long sent, long late, long ahead, long badRows, List<String> ignoredColumns) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.toString());
    node.put("topic", topic);
    node.put("published", sent);
    node.put("late", late);
    node.put("in_future", ahead);
    node.put("bad_rows", badRows);
    ArrayNode ignored = node.putArray("ignored_columns");
    ignoredColumns.forEach(ignored::add);
    return node.toString();
  }
}
