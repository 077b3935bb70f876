package io.petrel.replay.ruletest;

import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the rules of a folder whose file or tests changed since the last call. */
public final class FolderChanges {
  private static final String END = "(\\.test)?\\.yaml$";

  private final Path folder;
  private Map<String, String> seen;

  /**
   * Starts with the present content of the folder.
   *
   * @throws IOException if it cannot be read
   */
  public FolderChanges(Path folder) throws IOException {
    this.folder = folder;
    this.seen = snapshot();
  }

  /**
   * Ids of the rules whose file or test file is new, changed or gone since the last call.
   *
   * @throws IOException if the folder cannot be read; when it is readable again, all its files
   *     count as new
   */
  public Set<String> next() throws IOException {
    Map<String, String> now;
    try {
      now = snapshot();
    } catch (IOException e) {
      seen = Map.of();
      throw e;
    }
    Set<String> changed = new TreeSet<>();
    for (Map<String, String> all : List.of(seen, now)) {
      for (String name : all.keySet()) {
        String before = seen.get(name);
        if (before == null || !before.equals(now.get(name))) {
          changed.add(name.replaceFirst(END, ""));
        }
      }
    }
    seen = now;
    return changed;
  }

  /**
   * The tests whose result may change: of changed rules, and those that run beside changed rules.
   */
  public static List<RuleTestFile> concerned(List<RuleTestFile> files, Set<String> changed) {
    return files.stream()
        .filter(
            file ->
                changed.contains(file.rule())
                    || file.tests().stream()
                        .anyMatch(test -> test.beside().stream().anyMatch(changed::contains)))
        .toList();
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.toList()) {
        String name = String.valueOf(file.getFileName());
        if (RuleFile.isRule(name) || RuleFile.isTest(name)) {
          // A file that an editor is just replacing is found by the next call.
          RuleFolder.readFile(file, issue -> {}).ifPresent(text -> texts.put(name, text));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return texts;
  }
}
