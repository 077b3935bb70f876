package io.petrel.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The content of a watched path: the files of a folder, or one file.
 *
 * @param texts contents by file name
 * @param unreadable files that cannot be read, by name, with the reason
 * @param fault why the path itself cannot be read; empty = it can
 */
public record WatchedFiles(
    Map<String, String> texts, Map<String, String> unreadable, String fault) {
  public WatchedFiles {
    texts = Map.copyOf(texts);
    unreadable = Map.copyOf(unreadable);
  }

  /**
   * How much is read. A file that is longer is unreadable; a folder with more is at fault.
   *
   * @param fileBytes of one file
   * @param files of interest in a folder
   * @param folderBytes of all these together
   */
  public record Limits(int fileBytes, int files, long folderBytes) implements Serializable {
    /** Of a place that is one file. */
    public static Limits ofFile(int bytes) {
      return new Limits(bytes, 1, bytes);
    }
  }

  static WatchedFiles faulty(String fault) {
    return new WatchedFiles(Map.of(), Map.of(), fault);
  }

  /** The names of all files that are there. */
  Set<String> names() {
    Set<String> names = new HashSet<>(texts.keySet());
    names.addAll(unreadable.keySet());
    return names;
  }

  /**
   * Reads the selected files of a folder, without its subfolders. Returns faults instead of
   * throwing exceptions; may block as long as the file system does.
   */
  static WatchedFiles ofFolder(Path folder, Predicate<String> names, Limits limits) {
    if (Files.notExists(folder)) {
      return faulty("there is no such folder");
    }
    if (!Files.isDirectory(folder)) {
      return faulty("is a file, must be a folder");
    }
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    long left = limits.folderBytes;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!names.test(name) || Files.isDirectory(entry)) {
          continue;
        }
        if (texts.size() + unreadable.size() == limits.files) {
          return faulty("holds more than %,d files, which are allowed".formatted(limits.files));
        }
        left -= read(entry, limits, texts, unreadable);
        if (left < 0) {
          return faulty(
              "holds more than %,d bytes, which are allowed for all files"
                  .formatted(limits.folderBytes));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return faulty("cannot be listed: " + e.getMessage());
    }
    return new WatchedFiles(texts, unreadable, "");
  }

  /** Reads one file, as {@link #ofFolder} does. */
  static WatchedFiles ofFile(Path file, Limits limits) {
    if (Files.notExists(file)) {
      return faulty("there is no such file");
    }
    if (Files.isDirectory(file)) {
      return faulty("is a folder, must be a file");
    }
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    read(file, limits, texts, unreadable);
    return new WatchedFiles(texts, unreadable, "");
  }

  /** Reads a file into one of the maps; returns how many bytes it has. */
  private static int read(
      Path path, Limits limits, Map<String, String> texts, Map<String, String> unreadable) {
    String name = String.valueOf(path.getFileName());
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // To open a pipe or a device could wait for ever.
      unreadable.put(name, "is not a regular file");
      return 0;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(limits.fileBytes + 1);
      if (bytes.length > limits.fileBytes) {
        unreadable.put(
            name,
            "has %,d bytes; at most %,d are allowed"
                .formatted(Math.max(Files.size(path), bytes.length), limits.fileBytes));
      } else {
        texts.put(
            name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      }
      return bytes.length;
    } catch (CharacterCodingException e) {
      unreadable.put(name, "is not UTF-8 text");
    } catch (NoSuchFileException e) {
      unreadable.put(name, "is a link to nothing, or was just removed");
    } catch (IOException e) {
      unreadable.put(name, "cannot be read: " + e.getMessage());
    }
    return 0;
  }
}
