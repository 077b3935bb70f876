package io.petrel.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the log, and the full cause of a failure, on standard error.")
  boolean verbose;
}
