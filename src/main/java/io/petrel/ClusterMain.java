package io.petrel;

import io.petrel.cli.run.ClusterJobCommand;

/**
 * Entry of {@code petrel-*-cluster.jar}: {@code --job detection|notification --config FILE}. Flink
 * calls it in a process that must live on, so it never exits and throws instead.
 */
public final class ClusterMain {
  private ClusterMain() {}

  public static void main(String[] args) {
    int exitCode = ClusterJobCommand.run(args);
    if (exitCode != 0) {
      throw new IllegalArgumentException(
          "the job was not submitted (exit code %d); what is wrong is written above"
              .formatted(exitCode));
    }
  }
}
