package io.petrel.cli.terminal;

import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  public boolean verbose;

  /** A command that logs into a file names it when it runs. */
  @Option(
      names = {"-v", "--verbose"},
      description = "Show the log, and the full cause of a failure, on standard error.")
  void setVerbose(boolean verbose) {
    this.verbose = verbose;
    if (verbose) {
      LogFile.console();
    }
  }
}
