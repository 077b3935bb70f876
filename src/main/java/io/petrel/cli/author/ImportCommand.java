package io.petrel.cli.author;

import io.petrel.cli.files.ObservationFiles;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.feed.FeedImport;
import io.petrel.feed.ImportReport;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.MappingReader;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel import}: turns the files of a feed into observations. */
@Command(
    name = "import",
    description = {
      "Turn reports of a feed into a file of observations that publish and backtest read, as a"
          + " mapping file says, and report what was converted, left out and why.",
      "Formats: csv and json (any, by mapping), isd and isd-lite (NOAA), metar (METAR and SPECI),"
          + " weather-gov (api.weather.gov), openweathermap. Files in gzip are unpacked. What cannot"
          + " be read is told with its line and left out; the rest goes on. deploy/import has"
          + " mappings to copy, and a page on their keys.",
      "Exit code 1 if no observation was written or a file could not be read to its end."
    },
    footer = {
      "",
      "Examples:",
      "  petrel import 725030-14732-2013.gz -m deploy/import/isd.yaml -o lga.csv.gz",
      "  petrel import metar.txt -m deploy/import/metar.yaml --date 2013-11-26 -o nov.avro",
      "  petrel import hourly.csv.gz -m my-feed.yaml -o hourly.csv && petrel backtest hourly.csv",
      "  petrel import hourly.csv.gz -m my-feed.yaml -o hourly.csv --json | jq .skipped"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final int SHOWN_FAULTS = 20;

  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of the feed, in order.")
  List<Path> files = List.of();

  @Option(
      names = {"-m", "--mapping"},
      required = true,
      paramLabel = "FILE",
      description = "What the feed's reports mean (deploy/import/README.md).")
  Path mapping = Path.of("");

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description =
          "Where to: FILE.csv, FILE.csv.gz or FILE.avro (Avro container). Written when all is read.")
  Path out = Path.of("");

  @Option(
      names = "--stations",
      paramLabel = "FILE",
      description = "Station table instead of the one that the mapping names.")
  @Nullable Path stations;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "A day near the first METAR report, which says only a day of the month.")
  @Nullable LocalDate date;

  @Option(
      names = "--rules",
      paramLabel = "FOLDER",
      description =
          "Rules of which the report says whether they can never fire on this feed. Default: those"
              + " beside the launcher.")
  @Nullable Path rules;

  @Option(names = "--json", description = "The report as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    FeedMapping read = readMapping();
    for (Path file : files) {
      ObservationFiles.requireFile(file);
      if (Files.exists(out) && Files.isSameFile(file, out)) {
        throw CommandFailure.usage("%s would be written over while it is read".formatted(file));
      }
    }
    ImportReport report = run(read);
    ImportSummary summary = new ImportSummary(report, silentRules(report), files, out);
    terminal.line(json ? summary.json().toString() : summary.text());
    return report.written() > 0 && report.broken().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private FeedMapping readMapping() {
    Issues issues = new Issues();
    Optional<FeedMapping> read = MappingReader.read(mapping, stations, issues);
    List<Issue> faults = issues.sorted();
    if (read.isEmpty()) {
      throw CommandFailure.usage(
          "the mapping has %s:%n%n%s"
              .formatted(
                  faults.size() == 1 ? "a fault" : faults.size() + " faults",
                  IssuePrinter.print(faults).stripTrailing()));
    }
    if (!faults.isEmpty()) {
      terminal.note(IssuePrinter.print(faults).stripTrailing());
    }
    return date == null ? read.get() : read.get().withDate(date);
  }

  /** Faults of rules are what 'petrel check' is for: here only the good ones count. */
  private Map<String, String> silentRules(ImportReport report) {
    Path folder = rules == null ? RuleFolders.standard() : rules;
    if (rules != null && !Files.isDirectory(folder)) {
      throw CommandFailure.usage("%s is not a folder of rules".formatted(folder));
    }
    return report.written() > 0 && Files.isDirectory(folder)
        ? SilentRules.of(RuleFolders.read(folder).rules(), report)
        : Map.of();
  }

  /** Writes beside the file that is wanted and moves it there, so that it is whole or not there. */
  private ImportReport run(FeedMapping read) throws IOException {
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try {
      FeedImport feed = new FeedImport(read);
      Set<String> extras = new LinkedHashSet<>();
      for (Path file : files) {
        extras.addAll(opened(file, () -> feed.extras(file)));
      }
      try (ObservationFileWriter writer = writer(part, List.copyOf(extras))) {
        for (Path file : files) {
          opened(file, () -> feed.read(file, new Written(writer, file)));
        }
      }
      Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
      return feed.report();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private ObservationFileWriter writer(Path part, List<String> extras) {
    try {
      OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
      return ObservationFileWriter.to(bytes, out.toString(), extras);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s cannot be written: %s".formatted(out, FaultMessages.causes(e)), e);
    }
  }

  private static <T> T opened(Path file, Callable<T> reading) {
    try {
      return reading.call();
    } catch (CommandFailure e) {
      throw e;
    } catch (IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Passes on what a file holds. */
  private final class Written implements FeedImport.Listener {
    private final ObservationFileWriter writer;
    private final Path file;
    private long count;
    private long faults;

    Written(ObservationFileWriter writer, Path file) {
      this.writer = writer;
      this.file = file;
    }

    @Override
    public void observation(Observation observation) {
      try {
        writer.write(observation);
      } catch (IOException e) {
        throw CommandFailure.failed(
            "%s cannot be written: %s".formatted(out, FaultMessages.causes(e)), e);
      }
      if (++count % 10_000 == 0) {
        terminal.progress("%,d observations".formatted(count));
      }
    }

    @Override
    public void fault(long line, String text) {
      faults++;
      if (faults <= SHOWN_FAULTS) {
        terminal.note("%s:%d: %s".formatted(file, line, text));
      } else if (faults == SHOWN_FAULTS + 1) {
        terminal.note("%s: further faults are only counted".formatted(file));
      }
    }
  }
}
