package io.petrel.cli.files;

import io.petrel.cli.terminal.Terminal;
import io.petrel.wire.file.ObservationCsv;
import java.nio.file.Path;

/** Shows bad rows as they occur, at most a screen of them, and counts them all. */
public final class BadRows {
  private static final int SHOWN = 20;

  private final Terminal terminal;
  private final Path file;
  private long count;

  public BadRows(Terminal terminal, Path file) {
    this.terminal = terminal;
    this.file = file;
  }

  public void add(ObservationCsv.Bad row) {
    add(row.line(), row.text());
  }

  /** Called by any thread. */
  public synchronized void add(long line, String text) {
    count++;
    if (count <= SHOWN) {
      terminal.note("%s:%d: skipped row: %s".formatted(file, line, text));
    } else if (count == SHOWN + 1) {
      terminal.note("%s: further bad rows are only counted".formatted(file));
    }
  }

  public synchronized long count() {
    return count;
  }

  /** Reports their number, if there were any. */
  public synchronized void printCount() {
    if (count > 0) {
      terminal.note("%s: skipped %,d bad rows".formatted(file, count));
    }
  }
}
