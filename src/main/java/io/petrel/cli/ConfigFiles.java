package io.petrel.cli;

import io.petrel.config.Config;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and reads {@code petrel.yaml}. */
final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * The configuration of a file; if none is named, of {@code deploy/petrel.yaml} beside the
   * launcher; if that is not there, all defaults.
   *
   * @throws CommandFailure naming every fault of the file
   */
  static Config read(@Nullable Path named, Terminal terminal) {
    Path file = named != null ? named : standard();
    if (named == null && !Files.exists(file)) {
      return Config.defaults(Path.of(""));
    }
    Issues issues = new Issues();
    Config config = Config.read(file, terminal.environment(), issues);
    List<Issue> faults = issues.sorted().stream().filter(Issue::isError).toList();
    if (!faults.isEmpty()) {
      throw CommandFailure.usage(
          "the configuration has %s%n%n%s"
              .formatted(
                  faults.size() == 1 ? "a fault" : faults.size() + " faults",
                  IssuePrinter.print(faults).stripTrailing()));
    }
    return config;
  }

  /** {@code deploy/petrel.yaml} of this copy of Petrel. */
  static Path standard() {
    return home().resolve("deploy").resolve("petrel.yaml");
  }

  /** The folder of the launcher; the working folder when the jar was started without it. */
  static Path home() {
    return Path.of(System.getProperty("petrel.home", ""));
  }
}
