package io.petrel.cli;

import io.petrel.engine.PipelineSettings;
import io.petrel.replay.Backtest;
import io.petrel.replay.MatchLine;
import io.petrel.rule.RuleFile;
import io.petrel.wire.AlertJson;
import io.petrel.wire.ObservationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel backtest}: history through the production pipeline. */
@Command(
    name = "backtest",
    description = {
      "Run history through the production pipeline, once, to its end, and show the alerts that it"
          + " would have given.",
      "A CSV header names schema fields (schemas/README.md); other columns are left out. Times are"
          + " ISO-8601 with offset; an empty cell is a missing value. A bad row is told with its line"
          + " and left out. Time stops at the latest observation: an absence not certain by then is"
          + " none, and what is open stays open."
    },
    footer = {
      "",
      "Examples:",
      "  petrel backtest history.csv.gz",
      "  petrel backtest history.csv.gz --rules my-rules/ --json > alerts.jsonl",
      "  petrel backtest history.avro --matches | jq -r .rule | sort | uniq -c"
    })
final class BacktestCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "CSV, CSV in gzip (.gz), or an Avro container.")
  Path file = Path.of("");

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path rules;

  @Option(
      names = "--matches",
      description =
          "Every match as one JSON line, before incidents are made of them, by time, rule and"
              + " station; nothing else on standard output.")
  boolean matches;

  @Option(names = "--json", description = "Every alert record as one JSON line.")
  boolean json;

  private final Terminal terminal;

  BacktestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogFile.console(common.verbose);
    if (matches && json) {
      throw CommandFailure.usage(
          "--matches and --json exclude each other: matches are JSON already");
    }
    tellIgnoredColumns();
    List<RuleFile> files =
        RuleFolders.requireGood(rules == null ? RuleFolders.standard() : rules, terminal);
    BadRows bad = new BadRows(terminal, file);
    Backtest.Outcome outcome;
    try {
      outcome =
          new Backtest(file, files, PipelineSettings.defaults())
              .run(row -> bad.add(row.offset(), row.text()));
    } catch (IllegalStateException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    }
    show(outcome);
    bad.tellCount();
    return ExitCode.OK;
  }

  private void tellIgnoredColumns() {
    try (ObservationFile rows = ObservationFiles.open(file)) {
      if (!rows.ignoredColumns().isEmpty()) {
        terminal.note("columns left out: " + String.join(", ", rows.ignoredColumns()));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    }
  }

  private void show(Backtest.Outcome outcome) {
    if (matches) {
      for (MatchLine match : outcome.matches()) {
        terminal.out().println(match.json());
      }
      terminal.flush();
      return;
    }
    AlertLine line = new AlertLine(terminal);
    outcome.alerts().forEach(alert -> terminal.line(json ? AlertJson.line(alert) : line.of(alert)));
    terminal.note(
        "%,d matches, %,d alert records"
            .formatted(outcome.matches().size(), outcome.alerts().size()));
  }
}
