package io.petrel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.testutils.TestFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
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
    Files.write(folder.resolve("fits.yaml"), new byte[WatchedFiles.MAX_BYTES]);
    Files.write(folder.resolve("long.yaml"), new byte[WatchedFiles.MAX_BYTES + 1]);
    WatchedFiles read = ofFolder(folder);
    assertThat(read.texts()).containsOnlyKeys("fits.yaml");
    assertThat(read.unreadable())
        .isEqualTo(Map.of("long.yaml", "has 4,000,001 bytes; at most 4,000,000 are allowed"));
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
    assertThat(WatchedFiles.ofFile(flink(folder.resolve("pipe.yaml"))).unreadable())
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
    assertThat(WatchedFiles.ofFile(flink(file)))
        .isEqualTo(new WatchedFiles(Map.of("one.yaml", "a"), Map.of(), ""));
    assertThat(WatchedFiles.ofFile(flink(folder)).fault()).isEqualTo("is a folder, must be a file");
    assertThat(WatchedFiles.ofFile(flink(folder.resolve("no"))).fault())
        .isEqualTo("there is no such file");
  }

  @Test
  void readsThroughTheFileSystemThatTheFolderNames() throws Exception {
    Files.writeString(folder.resolve("hot.yaml"), "warm");
    var elsewhere = new org.apache.flink.core.fs.Path(TestFileSystem.SCHEME + "://" + folder);
    assertThat(elsewhere.getFileSystem()).isInstanceOf(TestFileSystem.class);
    assertThat(WatchedFiles.ofFolder(elsewhere, name -> true).texts())
        .isEqualTo(Map.of("hot.yaml", "warm"));
    assertThat(
            WatchedFiles.ofFolder(
                    new org.apache.flink.core.fs.Path("nowhere://rules"), name -> true)
                .fault())
        .startsWith("cannot be listed: Could not find a file system implementation");
  }

  private static WatchedFiles ofFolder(Path folder) {
    return WatchedFiles.ofFolder(flink(folder), name -> name.endsWith(".yaml"));
  }

  private static org.apache.flink.core.fs.Path flink(Path path) {
    return new org.apache.flink.core.fs.Path(path.toUri());
  }
}
