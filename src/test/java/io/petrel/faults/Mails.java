package io.petrel.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the mail server has stored.
 *
 * @param idsByRecord Message-IDs of the mails that tell a record, by its identifier
 * @param ids the Message-ID of each mail: one that is there twice was sent twice
 */
record Mails(Map<String, Set<String>> idsByRecord, List<String> ids) {
  /** The CAP file names the record that a mail tells. */
  private static final Pattern RECORD =
      Pattern.compile("filename=\"?([A-Za-z0-9._-]+)\\.cap\\.xml");

  private static final Pattern ID = Pattern.compile("(?m)^Message-ID:\\s*(\\S+)");

  static Mails in(Path folder) throws IOException {
    Map<String, Set<String>> byRecord = new HashMap<>();
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".eml")).toList()) {
        String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher id = ID.matcher(mail);
        if (!id.find()) {
          throw new IllegalStateException("no Message-ID in " + file);
        }
        ids.add(id.group(1));
        Matcher record = RECORD.matcher(mail);
        while (record.find()) {
          byRecord.computeIfAbsent(record.group(1), key -> new TreeSet<>()).add(id.group(1));
        }
      }
    }
    return new Mails(byRecord, ids);
  }

  boolean tells(String record) {
    return idsByRecord.containsKey(record);
  }

  /** Whether two mails that are not the same tell a record. */
  boolean tellsTwice(String record) {
    return idsByRecord.getOrDefault(record, Set.of()).size() > 1;
  }

  /** Mails that the server has more than once, under the same Message-ID. */
  int repeated() {
    return ids.size() - new TreeSet<>(ids).size();
  }
}
