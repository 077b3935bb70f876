package io.petrel.cli.kafka;

import io.petrel.alert.Alert;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.wire.AlertJsonReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One alert record in a file or on standard input, as {@code petrel alerts --json} prints it. */
public final class AlertFile {
  private static final String STANDARD_INPUT = "-";

  private AlertFile() {}

  /** Whether a word of the command line names a file and not a record on the topic. */
  public static boolean isFileName(String word) {
    return word.equals(STANDARD_INPUT) || word.endsWith(".json") || Files.exists(Path.of(word));
  }

  /**
   * Reads it.
   *
   * @throws CommandFailure with every fault at its place
   */
  public static Alert read(String name, Terminal terminal) throws IOException {
    SourceText source = source(name, terminal);
    Issues issues = new Issues();
    return AlertJsonReader.read(source, issues)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "%s is not a valid alert record:%n%n%s"
                        .formatted(
                            source.name(), IssuePrinter.print(issues.sorted()).stripTrailing())));
  }

  private static SourceText source(String name, Terminal terminal) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      byte[] bytes = terminal.in().readAllBytes();
      return new SourceText("standard input", new String(bytes, StandardCharsets.UTF_8));
    }
    try {
      return new SourceText(name, Files.readString(Path.of(name)));
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("the file %s does not exist".formatted(name));
    } catch (CharacterCodingException e) {
      throw CommandFailure.failed("the file %s is not text in UTF-8".formatted(name), e);
    }
  }
}
