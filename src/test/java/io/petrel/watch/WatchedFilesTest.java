package io.petrel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  private static final WatchedFiles.Limits LIMITS = new WatchedFiles.Limits(1000, 100, 10_000);

  @TempDir Path folder;

  @Test
  void readsTheFilesOfInterest() throws Exception {
    Files.writeString(folder.resolve("hot.yaml"), "warm");
    Files.writeString(folder.resolve("notes.txt"), "no matter");
    Files.createDirectory(folder.resolve("inner.yaml"));
    Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xE4});
    assertThat(ofFolder(folder))
        .isEqualTo(
            new WatchedFiles(
                Map.of("hot.yaml", "warm"), Map.of("latin.yaml", "is not UTF-8 text"), ""));
  }

  @Test
  void refusesAFileThatIsTooLong() throws Exception {
    Files.write(folder.resolve("fits.yaml"), new byte[1000]);
    Files.write(folder.resolve("long.yaml"), new byte[1001]);
    WatchedFiles read = ofFolder(folder);
    assertThat(read.texts()).containsOnlyKeys("fits.yaml");
    assertThat(read.unreadable())
        .isEqualTo(Map.of("long.yaml", "has 1,001 bytes; at most 1,000 are allowed"));
  }

  @Test
  @Timeout(20)
  @DisabledOnOs(OS.WINDOWS)
  void opensNoPipe() throws Exception {
    Process made = new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.writeString(folder.resolve("hot.yaml"), "warm");
    assertThat(ofFolder(folder))
        .isEqualTo(
            new WatchedFiles(
                Map.of("hot.yaml", "warm"), Map.of("pipe.yaml", "is not a regular file"), ""));
    assertThat(WatchedFiles.ofFile(folder.resolve("pipe.yaml"), LIMITS).unreadable())
        .containsOnlyKeys("pipe.yaml");
  }

  @Test
  void saysWhyAFolderCannotBeRead() throws Exception {
    assertThat(ofFolder(folder.resolve("no")).fault()).isEqualTo("there is no such folder");
    Path file = Files.writeString(folder.resolve("rules"), "not a folder");
    assertThat(ofFolder(file).fault()).isEqualTo("is a file, must be a folder");
  }

  @Test
  void readsOneFile() throws Exception {
    Path file = Files.writeString(folder.resolve("one.yaml"), "a");
    assertThat(WatchedFiles.ofFile(file, LIMITS))
        .isEqualTo(new WatchedFiles(Map.of("one.yaml", "a"), Map.of(), ""));
    assertThat(WatchedFiles.ofFile(folder, LIMITS).fault())
        .isEqualTo("is a folder, must be a file");
    assertThat(WatchedFiles.ofFile(folder.resolve("no"), LIMITS).fault())
        .isEqualTo("there is no such file");
  }

  /** A folder with too much is at fault, and the last good rules run on. */
  @Test
  void refusesAFolderThatHoldsTooMuch() throws Exception {
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve(i + ".yaml"), "0123456789");
    }
    Files.writeString(folder.resolve("notes.txt"), "does not count");
    assertThat(ofFolder(folder, new WatchedFiles.Limits(10, 4, 40)).texts()).hasSize(4);
    assertThat(ofFolder(folder, new WatchedFiles.Limits(10, 3, 40)).fault())
        .isEqualTo("holds more than 3 files, which are allowed");
    assertThat(ofFolder(folder, new WatchedFiles.Limits(10, 4, 39)).fault())
        .isEqualTo("holds more than 39 bytes, which are allowed for all files");
  }

  private static WatchedFiles ofFolder(Path folder) {
    return ofFolder(folder, LIMITS);
  }

  private static WatchedFiles ofFolder(Path folder, WatchedFiles.Limits limits) {
    return WatchedFiles.ofFolder(folder, name -> name.endsWith(".yaml"), limits);
  }
}
