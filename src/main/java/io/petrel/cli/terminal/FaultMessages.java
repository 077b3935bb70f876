package io.petrel.cli.terminal;

import io.petrel.issue.NearestName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a failure in one line, with a suggestion, and chooses the exit code. */
public final class FaultMessages {
  private final Terminal terminal;

  public FaultMessages(Terminal terminal) {
    this.terminal = terminal;
  }

  public void installOn(CommandLine line) {
    line.setParameterExceptionHandler((e, arguments) -> wrongArguments(e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(e, isVerbose(command)));
  }

  private int wrongArguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    terminal.fault(e instanceof UnmatchedArgumentException u ? unmatched(u) : causes(e));
    terminal.note("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    if (e.isUnknownOption()) {
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      TreeSet<String> known = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
      known.removeIf(n -> !n.startsWith("--"));
      return "'%s' is not an option of '%s'%s; known are %s"
          .formatted(option, name, NearestName.hint(option, known), String.join(", ", known));
    }
    if (!command.getSubcommands().isEmpty()) {
      TreeSet<String> known = new TreeSet<>(command.getSubcommands().keySet());
      return "'%s' is not a command%s; known are %s"
          .formatted(word, NearestName.hint(word, known), String.join(", ", known));
    }
    return "'%s' is one argument too many for '%s'".formatted(word, name);
  }

  private int failed(Exception e, boolean verbose) {
    if (e instanceof CommandFailure failure) {
      terminal.fault(failure.message());
      if (verbose && failure.getCause() != null) {
        terminal.note(trace(failure.getCause()));
      }
      return failure.exitCode();
    }
    terminal.fault("unexpected error: " + causes(e));
    terminal.note(
        verbose
            ? trace(e)
            : Optional.ofNullable(LogFile.current())
                .map(file -> "The log has the details: " + file)
                .orElse("Run it again with --verbose for the details."));
    return ExitCode.FAILED;
  }

  private static boolean isVerbose(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(mixin -> mixin.userObject())
        .anyMatch(object -> object instanceof CommonOptions common && common.verbose);
  }

  /** The messages from the outermost to the innermost cause, without repetitions. */
  public static String causes(Throwable e) {
    List<String> messages = new ArrayList<>();
    for (Throwable t = e; t != null && messages.size() < 8; t = t.getCause()) {
      String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      String line = message.lines().findFirst().orElse("").strip();
      if (messages.stream().noneMatch(earlier -> earlier.contains(line))) {
        messages.add(line);
      }
    }
    return String.join(": ", messages);
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
