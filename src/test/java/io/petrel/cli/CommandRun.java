package io.petrel.cli;

import io.petrel.cli.run.ClusterJobCommand;
import io.petrel.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a command line did when it ran in this JVM: its exit code and what it wrote. */
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String... arguments) {
    return with(Map.of(), arguments);
  }

  static CommandRun with(Map<String, String> environment, String... arguments) {
    return of(PetrelCommand::run, environment, arguments);
  }

  /** What the cluster's jar did with its arguments. */
  public static CommandRun ofCluster(String... arguments) {
    return of(ClusterJobCommand::run, Map.of(), arguments);
  }

  private interface Entry {
    int run(Terminal terminal, String... arguments);
  }

  private static CommandRun of(Entry entry, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        entry.run(
            new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                environment),
            arguments);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
