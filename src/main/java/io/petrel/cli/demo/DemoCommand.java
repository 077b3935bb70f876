package io.petrel.cli.demo;

import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.run.StopSignal;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.LogFile;
import io.petrel.cli.terminal.Terminal;
import io.petrel.detect.DetectSettings;
import io.petrel.rule.RuleFile;
import io.petrel.simulate.SimulationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel demo}: the whole system on this machine. */
@Command(
    name = "demo",
    description = {
      "Run the whole system on this machine: a Kafka broker, a mail server, both Flink jobs, and a"
          + " simulated storm over 60 stations. Alerts come on the screen, mails into a folder.",
      "With --data, a demo that was stopped or killed resumes where it stopped."
    },
    footer = {
      "",
      "Examples:",
      "  petrel demo                              until Ctrl-C",
      "  petrel demo --for 90s --json             alert records and the summary as JSON lines",
      "  petrel demo --data /tmp/storm            stop it, start it again: it resumes",
      "  petrel demo --rules my-rules/ --seed 7   another storm, your rules; edit them while it runs"
    })
public final class DemoCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Stop after so long, such as 90s. Default: run until Ctrl-C.")
  @Nullable Duration limit;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Seconds of simulated time in a second. Default: ${DEFAULT-VALUE}.")
  double speed = 1200;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for the broker, checkpoints, mails and the log. Default: a new one among the"
              + " temporary files.")
  @Nullable Path data;

  @Option(names = "--seed", paramLabel = "N", description = "Which storm. Default: 1.")
  @Nullable Long seed;

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "DIR",
      description =
          "Folder of rules; changes take effect while it runs. Default: rules beside the launcher.")
  @Nullable Path rules;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of the broker on 127.0.0.1. Default: any free one.")
  int kafkaPort;

  @Option(
      names = "--mail-port",
      paramLabel = "PORT",
      description = "Port of the mail server on 127.0.0.1. Default: any free one.")
  int mailPort;

  @Option(
      names = "--monitor-port",
      paramLabel = "PORT",
      description = "Port of /metrics, /health and /ready on 127.0.0.1. Default: any free one.")
  int monitorPort;

  @Option(names = "--json", description = "Alert records and the summary as JSON lines.")
  boolean json;

  private final Terminal terminal;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requirePorts();
    if (!(speed >= 1 && speed <= 100_000)) {
      throw CommandFailure.usage("--speed is %s; allowed: 1 to 100000".formatted(speed));
    }
    Path rulesFolder = rules == null ? RuleFolders.standard() : rules;
    List<RuleFile> files = RuleFolders.requireGood(rulesFolder, DetectSettings.DEFAULT, terminal);
    Path path = data == null ? Files.createTempDirectory("petrel-demo-") : data;
    long wanted = seed == null ? SimulationSettings.DEFAULT.seed() : seed;
    DemoFolder folder = DemoFolder.open(path, wanted, seed != null);
    LogFile.to(folder.log(), common.verbose);
    try (StopSignal stop = new StopSignal();
        DemoSystem system = DemoSystem.start(folder, kafkaPort, mailPort)) {
      Demo demo = new Demo(terminal, folder, system, rulesFolder, files, speed, json, monitorPort);
      return demo.run(stop, limit);
    }
  }

  private void requirePorts() {
    for (int port : new int[] {kafkaPort, mailPort, monitorPort}) {
      if (port < 0 || port > 65535) {
        throw CommandFailure.usage("port is %d; allowed: 1 to 65535".formatted(port));
      }
    }
  }
}
