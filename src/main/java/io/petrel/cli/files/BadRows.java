package io.petrel.cli.files;

import io.petrel.cli.terminal.Terminal;
import io.petrel.wire.file.ObservationCsv;
import java.nio.file.Path;

/** Tells bad rows as they come, not more than a screen of them, and counts them all. */
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
      terminal.note("%s:%d: row left out: %s".formatted(file, line, text));
    } else if (count == SHOWN + 1) {
      terminal.note("%s: further bad rows are only counted".formatted(file));
    }
  }

  public synchronized long count() {
    return count;
  }

  /** The last word on them, if there were any. */
  public synchronized void tellCount() {
    if (count > 0) {
      terminal.note("%s: %,d bad rows were left out".formatted(file, count));
    }
  }
}
