package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.simulate.SimulationCounts;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel simulate}: writes a storm. */
@Command(
    name = "simulate",
    description = {
      "Write the reports of a network of stations over which storms move, in the order in which"
          + " they would arrive: some late, twice, corrected or with values missing.",
      "The same options give the same reports."
    },
    footer = {
      "",
      "Examples:",
      "  petrel simulate --hours 24 --out storm.csv.gz",
      "  petrel simulate --seed 7 --stations 200 --out storm.avro",
      "  petrel simulate --hours 1 | head"
    })
public final class SimulateCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
  long seed = SimulationSettings.DEFAULT.seed();

  @Option(
      names = "--hours",
      paramLabel = "H",
      description = "How long, in event time. Default: ${DEFAULT-VALUE}.")
  long hours = SimulationSettings.DEFAULT.duration().toHours();

  @Option(
      names = "--stations",
      paramLabel = "N",
      description = "1 to 10000. Default: ${DEFAULT-VALUE}.")
  int stations = SimulationSettings.DEFAULT.stations();

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Time of the first reports, ISO-8601 with offset. Default: ${DEFAULT-VALUE}.")
  Instant start = SimulationSettings.DEFAULT.start();

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "Time between two reports of a station, 1m to 6h. Default: 10m.")
  Duration interval = SimulationSettings.DEFAULT.reportInterval();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to: FILE.csv, FILE.csv.gz, FILE.avro (Avro container), or - for CSV on standard"
              + " output. Default: -.")
  @Nullable Path out;

  @Option(
      names = "--json",
      description = "What was written as one JSON object on standard output; needs --out FILE.")
  boolean json;

  private final Terminal terminal;

  public SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    boolean toFile = out != null && !out.toString().equals("-");
    if (json && !toFile) {
      throw CommandFailure.usage(
          "--json needs --out FILE: the reports themselves go to standard output");
    }
    StormSimulator simulator = new StormSimulator(settings());
    try (ObservationFileWriter writer = toFile ? file(out) : standardOutput()) {
      while (simulator.hasNext() && !(terminal.outputGone() && !toFile)) {
        writer.write(simulator.next());
        if (simulator.counts().delivered() % 10_000 == 0) {
          terminal.progress("%,d reports".formatted(simulator.counts().delivered()));
        }
      }
    }
    printSummary(simulator.counts());
    return ExitCode.OK;
  }

  private void printSummary(SimulationCounts counts) {
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("out", String.valueOf(out));
      node.put("stations", stations);
      node.put("start", start.toString());
      node.put("hours", hours);
      node.put("delivered", counts.delivered());
      node.put("duplicates", counts.duplicates());
      node.put("corrections", counts.corrections());
      node.put("late", counts.late());
      node.put("never_sent", counts.missed() + counts.silent());
      terminal.line(node.toString());
      return;
    }
    terminal.note(
        "%,d reports of %d stations in %d h (%,d of them a second time, %,d late; %,d never sent)"
            .formatted(
                counts.delivered(),
                stations,
                hours,
                counts.duplicates() + counts.corrections(),
                counts.late(),
                counts.missed() + counts.silent()));
  }

  private SimulationSettings settings() {
    try {
      return SimulationSettings.DEFAULT
          .withSeed(seed)
          .withStations(stations)
          .withStart(start)
          .withDuration(Duration.ofHours(hours))
          .withReportInterval(interval);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(FaultMessages.causes(e));
    }
  }

  private static ObservationFileWriter file(@Nullable Path file) throws IOException {
    if (file == null) {
      throw new IllegalArgumentException("file is null");
    }
    try {
      OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
      return ObservationFileWriter.to(bytes, file.toString());
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s cannot be written: %s".formatted(file, FaultMessages.causes(e)), e);
    }
  }

  private ObservationFileWriter standardOutput() throws IOException {
    OutputStream open =
        new FilterOutputStream(new BufferedOutputStream(terminal.bytes(), 1 << 16)) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
          }

          @Override
          public void close() throws IOException {
            flush(); // standard output stays open
          }
        };
    return ObservationFileWriter.to(open, "-");
  }
}
