package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is compared with a file in review; {@code -Dpetrel.golden=update} rewrites it. */
public final class GoldenFile {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** Compares with a file below {@code src/test/resources/golden}. */
  public static void assertEquals(String name, String actual) {
    Path file = ROOT.resolve(name);
    try {
      if ("update".equals(System.getProperty("petrel.golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
