package io.petrel.faults;

import io.petrel.testing.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The folder of checkpoints on a small file system of its own, which can be full and read-only.
 * Without the right to mount one, neither can be tried: root may write everywhere.
 */
final class CheckpointStorage implements AutoCloseable {
  private final Path folder;
  private final boolean mounted;

  CheckpointStorage(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.mounted =
        ChildProcess.succeeds("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder.toString());
  }

  boolean canFail() {
    return mounted;
  }

  /** Files that are open for writing are waited for. */
  void protect() {
    Waiting.await(
        "no file is open for writing",
        Duration.ofMinutes(1),
        () -> ChildProcess.succeeds("mount", "-o", "remount,ro", folder.toString()));
  }

  void unprotect() {
    var unused = ChildProcess.run(Map.of(), "mount", "-o", "remount,rw", folder.toString());
  }

  void fill() {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // It is full now.
    }
  }

  void empty() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() {
    if (mounted) {
      var unused = ChildProcess.succeeds("umount", "-l", folder.toString());
    }
  }
}
