package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** State and other temporary files: who can read them, and what is left of them. */
@Timeout(240)
class TemporaryFilesIT {
  @TempDir private Path folder;

  @Test
  void stateIsPrivateBelowTheDataFolderAndGoneAfterTheNextStart() throws Exception {
    Path data = folder.resolve("data");
    List<String> killed;
    try (PetrelProcess demo =
        PetrelProcess.start(folder, "demo", "--for", "10m", "--data", data.toString())) {
      Waiting.await(
          "an alert",
          Duration.ofSeconds(90),
          () -> !demo.isAlive() || demo.out().contains(" ALERT "));
      assertThat(demo.isAlive()).as(demo.err()).isTrue();
      killed = names(data.resolve("tmp"));
    }
    assertThat(killed).hasSize(1);
    Path state = data.resolve("tmp").resolve(killed.get(0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(names(state)).as("Flink's files").anyMatch(name -> name.startsWith("minicluster"));
    assertThat(names(folder.resolve("tmp")))
        .as("the machine's temporary folder")
        .allMatch(name -> name.startsWith("hsperfdata"));

    try (PetrelProcess next =
        PetrelProcess.start(folder, "demo", "--for", "1s", "--data", data.toString())) {
      assertThat(next.awaitEnd()).as(next.err()).isZero();
    }
    assertThat(names(data.resolve("tmp"))).isEmpty();
  }

  @Test
  void aToolLeavesNothingBehindAndRemovesWhatAKilledOneLeft() throws Exception {
    Path dead =
        Files.createDirectories(folder.resolve("tmp/petrel-999999999-1-abc/minicluster_x/db"));
    Files.writeString(dead.resolve("000032.sst"), "state");
    Path others = Files.createDirectories(folder.resolve("tmp/petrel-demo-17"));
    try (PetrelProcess explain = PetrelProcess.start(folder, "explain", "gale")) {
      assertThat(explain.awaitEnd()).as(explain.err()).isZero();
    }
    assertThat(names(folder.resolve("tmp"))).containsExactly(others.getFileName().toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
