package io.petrel.cli.terminal;

/** What a command tells the shell. */
public final class ExitCode {
  /** Done, and nothing was found wrong. */
  public static final int OK = 0;

  /** The work failed, or found what it was asked to find, such as a faulty rule. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was begun. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
