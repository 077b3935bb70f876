package io.petrel.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder for data that does not fit into memory; deleted when closed, or when the JVM ends. */
final class ScratchFolder implements Closeable {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  ScratchFolder() throws IOException {
    folder = Files.createTempDirectory("petrel-backtest-");
    folder.toFile().deleteOnExit();
  }

  /** A name that no other file has. */
  synchronized Path file(String end) {
    Path file = folder.resolve(files.size() + end);
    // In reverse order of registration, so files before their folder.
    file.toFile().deleteOnExit();
    files.add(file);
    return file;
  }

  @Override
  public synchronized void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }
}
