package io.petrel.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second engine out of a data folder. The operating system frees it when the process dies,
 * however it dies; the file still says who had it.
 */
public final class EngineLock implements AutoCloseable {
  private static final String FILE = "engine.lock";

  private final FileChannel channel;
  private final Optional<EngineLease.HostProcess> before;

  private EngineLock(FileChannel channel, Optional<EngineLease.HostProcess> before) {
    this.channel = channel;
    this.before = before;
  }

  /**
   * Takes the folder.
   *
   * @throws IOException if another engine has it, or the file cannot be written; the message is for
   *     people
   */
  public static EngineLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Optional<EngineLease.HostProcess> before = holder(channel);
      if (tryLock(channel) == null) {
        throw new IOException(
            "Another engine uses the data folder %s: %s. Stop it first, or give this one an engine.data-folder of its own"
                .formatted(
                    folder, before.map(EngineLock::text).orElse("its process is not known")));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              EngineLease.HostProcess.current().text().getBytes(StandardCharsets.UTF_8)),
          0);
      channel.force(true);
      return new EngineLock(channel, before);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static String text(EngineLease.HostProcess process) {
    long seconds =
        Duration.between(Instant.ofEpochMilli(process.startedMillis()), Instant.now()).toSeconds();
    return "%s, started %d s ago".formatted(process.name(), Math.max(0, seconds));
  }

  private static Optional<EngineLease.HostProcess> holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    int length = channel.read(bytes, 0);
    try {
      return length <= 0
          ? Optional.empty()
          : Optional.of(
              EngineLease.HostProcess.of(
                  new String(bytes.array(), 0, length, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another engine in this JVM has it
    }
  }

  /** Whether a process had the folder before, and so is dead. */
  public boolean isDead(EngineLease.HostProcess process) {
    return before.filter(process::equals).isPresent();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
