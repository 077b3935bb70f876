package io.petrel.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second broker out of a data folder. The operating system frees it when the process dies.
 */
final class DataFolderLock implements AutoCloseable {
  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Creates the folder if it is missing, and locks it. */
  static DataFolderLock take(Path folder) {
    Path file = folder.resolve("in-use.lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new EmbeddedServerException(
            "The data folder %s is in use by another Kafka broker; stop it or choose another folder"
                .formatted(folder.toAbsolutePath()));
      }
      return new DataFolderLock(channel);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "The data folder %s cannot be used (%s); it must be a folder that this user may write to"
              .formatted(folder.toAbsolutePath(), e),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another broker in this JVM has it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedServerException("The data folder's lock cannot be released: " + e, e);
    }
  }
}
