package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens files of observations for commands. */
public final class ObservationFiles {
  private ObservationFiles() {}

  /**
   * Opens CSV, plain or gzipped, or an Avro container.
   *
   * @throws CommandFailure saying why, if it cannot be read
   */
  public static ObservationFile open(Path file) {
    return open(file, null);
  }

  /**
   * The same.
   *
   * @param receivedAt column of a CSV with the time of arrival; null = {@code received_at}
   */
  static ObservationFile open(Path file, @Nullable String receivedAt) {
    requireFile(file);
    try {
      return ObservationFile.open(file, receivedAt);
    } catch (IOException e) {
      String why = FaultMessages.causes(e);
      throw CommandFailure.failed(
          why.contains(file.toString()) ? why : "%s: %s".formatted(file, why), e);
    }
  }

  /**
   * Makes sure that a file exists.
   *
   * @throws CommandFailure if it does not, or is a folder
   */
  public static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw CommandFailure.usage("the file %s does not exist".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw CommandFailure.usage(
          "%s is a folder; a file of observations is expected (CSV, CSV.gz or Avro)"
              .formatted(file));
    }
  }
}
