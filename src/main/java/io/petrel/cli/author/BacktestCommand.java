package io.petrel.cli.author;

import io.petrel.cli.files.HistoryFiles;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.files.SubscriptionFiles;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.PetrelVersion;
import io.petrel.cli.terminal.ProgressLine;
import io.petrel.cli.terminal.Terminal;
import io.petrel.detect.DetectSettings;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.replay.ArrivalFigures;
import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.ReportOrder;
import io.petrel.replay.Span;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.IncidentFold;
import io.petrel.replay.compare.MailComparison;
import io.petrel.replay.compare.MailLine;
import io.petrel.replay.report.BacktestReport;
import io.petrel.replay.report.ReportInput;
import io.petrel.rule.Emit;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleSetParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
      "Run history once through the production pipeline and show the alerts that it would have sent.",
      "Files may be of one station each, of one year each, or overlap: they are read as one history in the order of time. A CSV header names schema fields (schemas/README.md); other columns are ignored. Times are ISO-8601 with offset; an empty cell is a missing value. Bad rows are reported with their line and skipped. Time stops at the latest observation: an absence that is not certain by then does not count, and open incidents stay open."
    },
    footer = {
      "",
      "Examples:",
      "  petrel backtest history.csv.gz",
      "  petrel backtest history.csv.gz --rules my-rules --report report.html",
      "  petrel backtest history.csv.gz --rules my-rules --against rules",
      "  petrel backtest history.csv.gz --rules my-rules --against rules --subscriptions deploy/subscriptions.yaml",
      "  petrel backtest 2012.csv.gz 2013.csv.gz --from 2012-10-01T00:00:00Z --json > alerts.jsonl",
      "  petrel backtest history.avro --matches | jq -r .rule | sort | uniq -c",
      "  petrel backtest history.csv.gz --arrival received_at"
    })
public final class BacktestCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin SiteOptions site = new SiteOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV, CSV in gzip (.gz), or an Avro container.")
  List<Path> files = List.of();

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path rules;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "Folder of the old rules: show how the incidents of --rules differ. Added: only --rules has it. Removed: only DIR has it. Moved or changed: both have it, with the same rule and place, overlapping or near each other (--tolerance).")
  @Nullable Path against;

  @Option(
      names = "--subscriptions",
      paramLabel = "FILE",
      description =
          "Also show the mails that this file of subscriptions would produce, each alert sent at its event time; with --against, the mails that are added, removed or moved.")
  @Nullable Path subscriptions;

  @Option(
      names = "--tolerance",
      paramLabel = "DURATION",
      description =
          "Incidents at most this far apart count as one that moved; the same for mails. Default: 3h.")
  Duration tolerance = Duration.ofHours(3);

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Skip observations before this time, such as 2013-01-01T00:00:00Z.")
  @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Skip observations at this time and later.")
  @Nullable Instant to;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Write a report into one file for a browser: counts, timeline, charts around each"
              + " incident, quality of the data. It needs no network.")
  @Nullable Path report;

  @Option(
      names = "--matches",
      description =
          "One JSON line for each match, before incidents are formed, ordered by time, rule and station; nothing else on standard output.")
  boolean matches;

  @Option(
      names = "--json",
      description =
          "Every alert record as one JSON line; with --against, every difference as one. With"
              + " --subscriptions, mails follow: lines with the key \"mail\".")
  boolean json;

  @Option(
      names = "--arrival",
      paramLabel = "FIELD",
      description =
          "Replay reports as they arrived: FIELD is the CSV column with the time of arrival, such as received_at (of an Avro container, always that); empty = at the report's own time. Alerts go out immediately and are corrected later; shown is how often and how long they were provisional, what share was withdrawn or corrected, and how much earlier they came than with when-certain. --matches shows those that stand in the end. One thread.")
  @Nullable String arrival;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "Threads of each stage. Default: one for each core, 16 at most. The result is the same.")
  int parallelism = Math.min(16, Runtime.getRuntime().availableProcessors());

  private final Terminal terminal;

  public BacktestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    validateOptions();
    Subscriptions readers = subscriptions == null ? null : SubscriptionFiles.read(subscriptions);
    SiteOptions.Site settings = site.read(terminal);
    DetectSettings detect = settings.pipeline().detect();
    List<RuleFile> now = RuleFolders.requireGood(rulesFolder(), detect, terminal);
    List<RuleFile> before =
        against == null ? List.of() : RuleFolders.requireGood(against, detect, terminal);
    ReportOrder order = arrival == null ? ReportOrder.EVENT_TIME : new ReportOrder(arrival);
    HistoryFiles reading = new HistoryFiles(terminal, files, order);
    try (History history = reading.read(span())) {
      run(history, settings, now, before, readers);
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw CommandFailure.failed(FaultMessages.causes(e), e);
    }
    reading.printBadRows();
    return ExitCode.OK;
  }

  private void validateOptions() {
    if (matches && json) {
      throw CommandFailure.usage(
          "--matches and --json exclude each other: matches are JSON already");
    }
    if (matches && against != null) {
      throw CommandFailure.usage(
          "--matches and --against exclude each other: run each set of rules, and compare the lines");
    }
    if (matches && subscriptions != null) {
      throw CommandFailure.usage(
          "--matches and --subscriptions exclude each other: matches are before incidents and mails");
    }
    if (arrival != null && against != null) {
      throw CommandFailure.usage(
          "--arrival and --against exclude each other: incidents are compared as they are in the end");
    }
    if (arrival != null && subscriptions != null) {
      throw CommandFailure.usage(
          "--arrival and --subscriptions exclude each other: mails are shown for reports in order");
    }
    if (parallelism < 1 || parallelism > 128) {
      throw CommandFailure.usage("--parallelism is %d, must be 1 to 128".formatted(parallelism));
    }
    if (tolerance.isNegative()) {
      throw CommandFailure.usage("--tolerance is %s, must be >= 0".formatted(tolerance));
    }
  }

  private Span span() {
    long first = from == null ? Span.ALL.fromMillis() : from.toEpochMilli();
    long before = to == null ? Span.ALL.beforeMillis() : to.toEpochMilli();
    if (first >= before) {
      throw CommandFailure.usage("--from %s is not before --to %s".formatted(from, to));
    }
    return new Span(first, before);
  }

  private void run(
      History history,
      SiteOptions.Site settings,
      List<RuleFile> now,
      List<RuleFile> before,
      @Nullable Subscriptions readers)
      throws InterruptedException, IOException {
    try (Backtest backtest = new Backtest(history, settings.pipeline(), parallelism)) {
      Backtest.Outcome outcome = run(backtest, history, "testing", now);
      List<MailLine> mails = mails(history, outcome, readers, settings);
      ReportInput.Old old = null;
      ArrivalFigures arrivals = null;
      if (arrival != null) {
        Backtest.Outcome certain =
            ProgressLine.during(
                terminal,
                "testing with when-certain",
                history.contents().observations(),
                backtest::observationsRead,
                () -> backtest.run(now, Emit.WHEN_CERTAIN));
        arrivals = ArrivalFigures.of(outcome, certain);
      }
      if (against == null) {
        new BacktestLines(terminal).show(history.contents(), outcome, mails, kind());
        if (arrivals != null) {
          new BacktestLines(terminal).show(arrivals, kind());
        }
      } else {
        Backtest.Outcome earlier = run(backtest, history, "testing the old rules", before);
        List<MailLine> earlierMails = mails(history, earlier, readers, settings);
        Comparison comparison =
            Comparison.of(
                IncidentFold.of(earlier.alerts()::forEach),
                IncidentFold.of(outcome.alerts()::forEach),
                tolerance);
        MailComparison mailComparison =
            mails == null || earlierMails == null
                ? null
                : MailComparison.of(earlierMails, mails, tolerance);
        new DifferenceLines(terminal).show(comparison, mailComparison, json);
        old = new ReportInput.Old(against.toString(), earlier, comparison, mailComparison);
      }
      if (report != null) {
        report(report, history, now, outcome, mails, old, arrivals);
      }
    }
  }

  private static @Nullable List<MailLine> mails(
      History history,
      Backtest.Outcome outcome,
      @Nullable Subscriptions readers,
      SiteOptions.Site settings) {
    return readers == null
        ? null
        : MailLine.of(
            outcome.alerts()::forEach, readers, settings.mail(), history.contents().lastMillis());
  }

  private void report(
      Path file,
      History history,
      List<RuleFile> now,
      Backtest.Outcome outcome,
      @Nullable List<MailLine> mails,
      ReportInput.@Nullable Old old,
      @Nullable ArrivalFigures arrivals)
      throws IOException {
    terminal.progress("writing " + file);
    BacktestReport.write(
        new ReportInput(
            history,
            files.stream().map(path -> path.getFileName().toString()).toList(),
            String.valueOf(rulesFolder().getFileName()),
            RuleSetParser.parse(now).rules(),
            outcome,
            mails,
            old,
            arrivals,
            PetrelVersion.text()),
        file);
    terminal.note("report: " + file);
  }

  private Path rulesFolder() {
    return rules == null ? RuleFolders.standard() : rules;
  }

  private BacktestLines.Kind kind() {
    if (matches) {
      return BacktestLines.Kind.MATCHES;
    }
    return json ? BacktestLines.Kind.JSON : BacktestLines.Kind.TEXT;
  }

  private Backtest.Outcome run(
      Backtest backtest, History history, String what, List<RuleFile> rules)
      throws InterruptedException {
    return ProgressLine.during(
        terminal,
        what,
        history.contents().observations(),
        backtest::observationsRead,
        () -> backtest.run(rules));
  }
}
