package io.petrel.detect;

import io.petrel.rule.yaml.RuleFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * What lies in a folder of rules at one moment.
 *
 * @param texts rule files by name
 * @param unreadable rule files that cannot be read, with the reason
 * @param fault why the folder itself cannot be read; empty = it can
 */
record FolderReading(Map<String, String> texts, Map<String, String> unreadable, String fault) {
  /** The longest text that the parser takes, when each character has four bytes. */
  private static final int MAX_BYTES = 4_000_000;

  FolderReading {
    texts = Map.copyOf(texts);
    unreadable = Map.copyOf(unreadable);
  }

  /** Reads a folder through Flink's file systems. Never throws for what it finds there. */
  static FolderReading of(Path folder) {
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    try {
      FileSystem files = folder.getFileSystem();
      FileStatus[] entries = files.listStatus(folder);
      if (entries == null) {
        return new FolderReading(Map.of(), Map.of(), "there is no such folder of rules");
      }
      if (isFile(folder, entries)) {
        return new FolderReading(Map.of(), Map.of(), "is a file, must be a folder of rules");
      }
      for (FileStatus entry : entries) {
        String name = entry.getPath().getName();
        if (!entry.isDir() && RuleFolder.isRule(name)) {
          read(files, entry, name, texts, unreadable);
        }
      }
      return new FolderReading(texts, unreadable, "");
    } catch (FileNotFoundException e) {
      return new FolderReading(Map.of(), Map.of(), "there is no such folder of rules");
    } catch (IOException e) {
      return new FolderReading(Map.of(), Map.of(), "cannot be listed: " + e.getMessage());
    }
  }

  /** A listing of a file is that file: taken for a folder, it would remove all rules. */
  private static boolean isFile(Path folder, FileStatus[] entries) {
    return entries.length == 1
        && !entries[0].isDir()
        && entries[0].getPath().toUri().getPath().equals(folder.toUri().getPath());
  }

  private static void read(
      FileSystem files,
      FileStatus entry,
      String name,
      Map<String, String> texts,
      Map<String, String> unreadable) {
    if (entry.getLen() > MAX_BYTES) {
      unreadable.put(
          name, "has %,d bytes; at most %,d are allowed".formatted(entry.getLen(), MAX_BYTES));
      return;
    }
    try (InputStream in = files.open(entry.getPath())) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      RuleFolder.decode(bytes, name, issue -> unreadable.put(name, issue.message()))
          .ifPresent(text -> texts.put(name, text));
    } catch (IOException e) {
      unreadable.put(name, "cannot be read: " + e.getMessage());
    }
  }
}
