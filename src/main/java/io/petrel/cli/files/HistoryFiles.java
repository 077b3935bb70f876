package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.ProgressLine;
import io.petrel.cli.terminal.Terminal;
import io.petrel.replay.History;
import io.petrel.replay.ReportOrder;
import io.petrel.replay.Span;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Reads the files of a backtest for the first time and reports what cannot be used. */
public final class HistoryFiles implements History.Listener {
  private final Terminal terminal;
  private final ReportOrder order;
  private final Map<Path, BadRows> bad = new LinkedHashMap<>();
  private final LongAdder read = new LongAdder();

  /**
   * A reader that has not started.
   *
   * @param order in which the reports are to be replayed
   * @throws CommandFailure if one of the files does not exist or is of an unknown kind
   */
  public HistoryFiles(Terminal terminal, List<Path> files, ReportOrder order) {
    this.terminal = terminal;
    this.order = order;
    for (Path file : files) {
      if (bad.put(file, new BadRows(terminal, file)) != null) {
        throw CommandFailure.usage("the file %s is named twice".formatted(file));
      }
      printIgnoredColumns(file, files.size() > 1);
    }
  }

  private void printIgnoredColumns(Path file, boolean oneOfMany) {
    try (ObservationFile rows = ObservationFiles.open(file, order.arrivalColumn())) {
      if (!rows.ignoredColumns().isEmpty()) {
        terminal.note(
            "%signored columns: %s"
                .formatted(oneOfMany ? file + ": " : "", String.join(", ", rows.ignoredColumns())));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    }
  }

  /**
   * Reads them to their end.
   *
   * @throws CommandFailure if the span has no observation
   */
  public History read(Span span) throws IOException, InterruptedException {
    History history =
        ProgressLine.during(
            terminal,
            "reading",
            0,
            read::sum,
            () -> History.read(List.copyOf(bad.keySet()), span, order, this));
    if (history.contents().observations() == 0) {
      history.close();
      printBadRows();
      throw CommandFailure.failed(
          "no observation%s in %s"
              .formatted(
                  span.equals(Span.ALL) ? "" : " between --from and --to",
                  String.join(", ", bad.keySet().stream().map(Path::toString).toList())));
    }
    if (history.contents().sortedFiles() > 0 && !order.isByArrival()) {
      terminal.note(
          "%d of %d files were far out of time order and were sorted on disk"
              .formatted(history.contents().sortedFiles(), bad.size()));
    }
    return history;
  }

  @Override
  public void badRow(Path file, ObservationCsv.Bad row) {
    BadRows rows = bad.get(file);
    if (rows != null) {
      rows.add(row);
    }
  }

  @Override
  public void read() {
    read.increment();
  }

  /** Reports the number of bad rows, if there were any. */
  public void printBadRows() {
    bad.values().forEach(BadRows::printCount);
  }
}
