package io.petrel.cli;

/** What a command tells the shell. */
final class ExitCode {
  /** Done, and nothing was found wrong. */
  static final int OK = 0;

  /** The work failed, or found what it was asked to find, such as a faulty rule. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was begun. */
  static final int USAGE = 2;

  private ExitCode() {}
}
