package io.petrel.cli.terminal;

import org.jspecify.annotations.Nullable;

/**
 * A failure of a command that a person can do something about. The message is shown as it is: what
 * is wrong, where, what is allowed.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int exitCode;
  private final String text;

  private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.text = message;
  }

  /** The work could not be done. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(ExitCode.FAILED, message, null);
  }

  /** The work could not be done; the cause is shown with {@code --verbose}. */
  public static CommandFailure failed(String message, Throwable cause) {
    return new CommandFailure(ExitCode.FAILED, message, cause);
  }

  /** What was asked for is wrong. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, null);
  }

  String message() {
    return text;
  }

  int exitCode() {
    return exitCode;
  }
}
