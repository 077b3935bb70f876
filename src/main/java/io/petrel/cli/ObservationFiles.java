package io.petrel.cli;

import io.petrel.wire.ObservationCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files of observations for commands. */
final class ObservationFiles {
  private ObservationFiles() {}

  /**
   * Opens CSV, plain or gzipped.
   *
   * @throws CommandFailure saying why, if it cannot be read
   */
  static ObservationCsv open(Path file) {
    if (!Files.exists(file)) {
      throw CommandFailure.usage("the file %s is not there".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw CommandFailure.usage("%s is a folder; a CSV file is expected".formatted(file));
    }
    try {
      return ObservationCsv.open(file);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("the file %s is not there".formatted(file));
    } catch (IOException e) {
      String why = FaultMessages.causes(e);
      throw CommandFailure.failed(
          why.contains(file.toString()) ? why : "%s: %s".formatted(file, why), e);
    }
  }
}
