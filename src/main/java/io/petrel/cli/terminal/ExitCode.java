package io.petrel.cli.terminal;

/** The exit code of a command. */
public final class ExitCode {
  /** Done, and nothing was found wrong. */
  public static final int OK = 0;

  /** The work failed, or found faults, such as those of a rule. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was started. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
