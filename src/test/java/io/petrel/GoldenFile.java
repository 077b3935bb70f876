package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that is compared with a file in review. {@code -Dpetrel.golden=update} rewrites the files,
 * of all tests alike.
 */
public final class GoldenFile {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** Compares with a file below {@code src/test/resources/golden}. */
  public static void assertEquals(String name, String actual) {
    assertEquals(ROOT.resolve(name), actual);
  }

  /** Compares with a file that stands elsewhere in the project. */
  public static void assertEquals(Path file, String actual) {
    try {
      if ("update".equals(System.getProperty("petrel.golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual)
          .as("%s; -Dpetrel.golden=update rewrites it", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
