package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLockTest {
  @TempDir private Path folder;

  @Test
  void aSecondEngineIsRefusedWithHostProcessAndAge() throws IOException {
    EngineLease.HostProcess self = EngineLease.HostProcess.current();
    try (EngineLock lock = EngineLock.take(folder)) {
      assertThat(lock.isDead(self)).isFalse();
      assertThatThrownBy(() -> EngineLock.take(folder))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "Another engine uses the data folder .*: host %s, process %d, started \\d+ s ago\\..*"
                  .formatted(self.host(), self.pid()));
    }
  }

  @Test
  void whoHadTheFolderBeforeIsDead() throws IOException {
    EngineLease.HostProcess dead = new EngineLease.HostProcess("storm-1", 4711, 1_700_000_000_000L);
    Files.writeString(folder.resolve("engine.lock"), dead.text());
    try (EngineLock lock = EngineLock.take(folder)) {
      assertThat(lock.isDead(dead)).isTrue();
      // Its number again, in another process.
      assertThat(lock.isDead(new EngineLease.HostProcess("storm-1", 4711, 1_700_000_000_001L)))
          .isFalse();
    }
    try (EngineLock again = EngineLock.take(folder)) {
      assertThat(again.isDead(EngineLease.HostProcess.current())).isTrue();
    }
  }

  @Test
  void aFileWithOtherTextTellsNothing() throws IOException {
    Files.writeString(folder.resolve("engine.lock"), "\u001b[31m not ours");
    try (EngineLock lock = EngineLock.take(folder)) {
      assertThat(lock.isDead(EngineLease.HostProcess.current())).isFalse();
    }
  }
}
