package io.petrel.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process for what need not outlive it; only its user can look into it. Gone when
 * closed; if the process is killed, with the next one that wants such a folder beside it.
 */
public final class TemporaryFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final Pattern NAME = Pattern.compile("petrel-(\\d{1,18})-(\\d{1,18})-.*");

  private final Path path;
  private final AtomicInteger files = new AtomicInteger();

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** One among the temporary files of this machine. */
  public static TemporaryFolder ofMachine() throws IOException {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * One in another folder.
   *
   * @param parent made if it is missing
   */
  public static TemporaryFolder in(Path parent) throws IOException {
    Files.createDirectories(parent);
    ProcessHandle self = ProcessHandle.current();
    // On file systems that know users, nobody else can look into a temporary folder.
    Path path =
        Files.createTempDirectory(parent, "petrel-%s-%s-".formatted(self.pid(), startMillis(self)));
    removeLeftOvers(parent, Files.getOwner(path));
    return new TemporaryFolder(path);
  }

  public Path path() {
    return path;
  }

  /**
   * A name that no other file in it has.
   *
   * @param end of the name, such as {@code .avro}
   */
  public Path newFile(String end) {
    return path.resolve(files.getAndIncrement() + end);
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Of processes that are gone, of this user. A number of a process alone may have come again. */
  private static void removeLeftOvers(Path parent, UserPrincipal user) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(parent)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      Matcher name = NAME.matcher(entry.getFileName().toString());
      if (name.matches() && !isAlive(Long.parseLong(name.group(1)), name.group(2))) {
        try {
          if (Files.getOwner(entry).equals(user)) {
            delete(entry);
          }
        } catch (IOException e) {
          LOG.warn("{} of a process that is gone cannot be removed: {}", entry, e.toString());
        }
      }
    }
  }

  private static boolean isAlive(long pid, String startMillis) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isPresent() && String.valueOf(startMillis(process.get())).equals(startMillis);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed; the next start tries again: {}", path, e.toString());
    }
  }
}
