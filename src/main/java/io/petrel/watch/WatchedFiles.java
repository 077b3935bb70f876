package io.petrel.watch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * What lies at a watched place at one moment: a folder's files, or one file.
 *
 * @param texts contents by file name
 * @param unreadable files that cannot be read, by name, with the reason
 * @param fault why the place itself cannot be read; empty = it can
 */
public record WatchedFiles(
    Map<String, String> texts, Map<String, String> unreadable, String fault) {
  /** The longest text that the YAML reader takes, when each character has four bytes. */
  static final int MAX_BYTES = 4_000_000;

  public WatchedFiles {
    texts = Map.copyOf(texts);
    unreadable = Map.copyOf(unreadable);
  }

  static WatchedFiles faulty(String fault) {
    return new WatchedFiles(Map.of(), Map.of(), fault);
  }

  /**
   * Reads the files of a folder that have a name of interest, not the folders in it. Never throws
   * for what it finds there; may take as long as the file system takes.
   */
  static WatchedFiles ofFolder(Path folder, Predicate<String> names) {
    try {
      FileSystem system = folder.getFileSystem();
      FileStatus[] entries = system.listStatus(folder);
      if (entries == null) {
        return faulty("there is no such folder");
      }
      if (isFile(folder, entries)) {
        return faulty("is a file, must be a folder");
      }
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> unreadable = new TreeMap<>();
      for (FileStatus entry : entries) {
        if (!entry.isDir() && names.test(entry.getPath().getName())) {
          read(system, entry, texts, unreadable);
        }
      }
      return new WatchedFiles(texts, unreadable, "");
    } catch (FileNotFoundException e) {
      return faulty("there is no such folder");
    } catch (IOException e) {
      return faulty("cannot be listed: " + e.getMessage());
    }
  }

  /** Reads one file, as {@link #ofFolder} does. */
  static WatchedFiles ofFile(Path file) {
    try {
      FileSystem system = file.getFileSystem();
      FileStatus status = system.getFileStatus(file);
      if (status.isDir()) {
        return faulty("is a folder, must be a file");
      }
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> unreadable = new TreeMap<>();
      read(system, status, texts, unreadable);
      return new WatchedFiles(texts, unreadable, "");
    } catch (FileNotFoundException e) {
      return faulty("there is no such file");
    } catch (IOException e) {
      return faulty("cannot be read: " + e.getMessage());
    }
  }

  /** A listing of a file is that file: taken for a folder, it would remove all that was in it. */
  private static boolean isFile(Path folder, FileStatus[] entries) {
    return entries.length == 1
        && !entries[0].isDir()
        && entries[0].getPath().toUri().getPath().equals(folder.toUri().getPath());
  }

  private static void read(
      FileSystem system,
      FileStatus status,
      Map<String, String> texts,
      Map<String, String> unreadable) {
    Path path = status.getPath();
    String name = path.getName();
    if (!isRegular(system, path)) {
      unreadable.put(name, "is not a regular file");
      return;
    }
    try (InputStream in = system.open(path)) {
      // One more than allowed: the file may have grown since it was listed.
      byte[] bytes = status.getLen() > MAX_BYTES ? new byte[0] : in.readNBytes(MAX_BYTES + 1);
      long length = Math.max(status.getLen(), bytes.length);
      if (length > MAX_BYTES) {
        unreadable.put(name, "has %,d bytes; at most %,d are allowed".formatted(length, MAX_BYTES));
        return;
      }
      texts.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      unreadable.put(name, "is not UTF-8 text");
    } catch (IOException e) {
      unreadable.put(name, "cannot be read: " + e.getMessage());
    }
  }

  /** Opening a pipe or a device of this machine could wait for ever; object stores have neither. */
  private static boolean isRegular(FileSystem system, Path path) {
    return system.isDistributedFS() || Files.isRegularFile(java.nio.file.Path.of(path.getPath()));
  }
}
