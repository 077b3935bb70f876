package io.petrel.rule.yaml;

import io.petrel.issue.Issue;
import io.petrel.rule.RuleFile;
import io.petrel.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the rule files of a folder: {@code *.yaml}, but not {@code *.test.yaml}. */
public final class RuleFolder {
  /** Longest file, in bytes: a character of UTF-8 takes at most four. */
  public static final int MAX_FILE_BYTES = 4 * YamlReader.MAX_LENGTH;

  /** Most rules of a folder. */
  public static final int MAX_FILES = 10_000;

  /** Longest rules of a folder, together: they travel as one set, and are kept as one. */
  public static final long MAX_BYTES = 20_000_000;

  private RuleFolder() {}

  /**
   * What a folder holds.
   *
   * @param files readable rule files by name
   * @param issues of the folder and of files that cannot be read
   */
  public record Contents(List<RuleFile> files, List<Issue> issues) {
    public Contents {
      files = List.copyOf(files);
      issues = List.copyOf(issues);
    }
  }

  /** Reads a folder without its subfolders. Faults are issues, never thrown. */
  public static Contents read(Path folder) {
    List<RuleFile> files = new ArrayList<>();
    List<Issue> issues = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      issues.add(Issue.ofFile(folder.toString(), "the folder of rules does not exist"));
      return new Contents(files, issues);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      long bytes = 0;
      for (Path path : entries.sorted().toList()) {
        String name = String.valueOf(path.getFileName());
        if (RuleFile.isRule(name)) {
          bytes += path.toFile().length();
          if (files.size() == MAX_FILES || bytes > MAX_BYTES) {
            issues.add(
                Issue.ofFile(
                    folder.toString(),
                    "holds too much: at most %,d rules with together %,d bytes are allowed"
                        .formatted(MAX_FILES, MAX_BYTES)));
            break;
          }
          readFile(path, issues::add).ifPresent(text -> files.add(new RuleFile(name, text)));
        } else if (name.endsWith(".yml")) {
          issues.add(
              Issue.ofFile(path.toString(), "ignored: the name of a rule file must end in .yaml"));
        }
      }
    } catch (IOException e) {
      issues.add(Issue.ofFile(folder.toString(), "cannot be listed: " + e.getMessage()));
    }
    return new Contents(files, issues);
  }

  /**
   * Reads a text file; empty, with the fault reported, if it is no regular file, cannot be read or
   * is not UTF-8.
   */
  public static Optional<String> readFile(Path path, Consumer<Issue> issues) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // To open a pipe or a device could wait for ever.
      issues.accept(Issue.ofFile(path.toString(), "is not a regular file"));
      return Optional.empty();
    }
    try {
      long size = Files.size(path);
      if (size > MAX_FILE_BYTES) {
        issues.accept(
            Issue.ofFile(
                path.toString(),
                "has %,d bytes; at most %,d are allowed".formatted(size, MAX_FILE_BYTES)));
        return Optional.empty();
      }
      return decode(Files.readAllBytes(path), path.toString(), issues);
    } catch (IOException e) {
      issues.accept(Issue.ofFile(path.toString(), "cannot be read: " + e));
      return Optional.empty();
    }
  }

  /** The text of bytes that must be UTF-8. */
  static Optional<String> decode(byte[] bytes, String name, Consumer<Issue> issues) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      issues.accept(Issue.ofFile(name, "is not UTF-8 text"));
      return Optional.empty();
    }
  }
}
