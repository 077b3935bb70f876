package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and reads {@code petrel.yaml}. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * The configuration of a file; if none is named, of {@code deploy/petrel.yaml} beside the
   * launcher; if that is not there, all defaults.
   *
   * @param bootstrapServers instead of the file's
   * @throws CommandFailure naming every fault of the file
   */
  public static Config read(
      @Nullable Path named, Optional<String> bootstrapServers, Terminal terminal) {
    Path file = named != null ? named : standard();
    if (named == null && !Files.exists(file)) {
      return Config.defaults(home().resolve("deploy"), bootstrapServers);
    }
    Issues issues = new Issues();
    Optional<Config> config = Config.read(file, terminal.environment(), bootstrapServers, issues);
    List<Issue> faults = issues.sorted();
    if (config.isPresent() && !faults.isEmpty()) {
      terminal.note(IssuePrinter.print(faults).stripTrailing());
    }
    return config.orElseThrow(
        () ->
            CommandFailure.usage(
                "the configuration has %s:%n%n%s"
                    .formatted(
                        faults.size() == 1 ? "a fault" : faults.size() + " faults",
                        IssuePrinter.print(faults).stripTrailing())));
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
