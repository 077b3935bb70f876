package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.Issue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {
  @TempDir Path folder;

  /** To open one waits until somebody writes into it: {@code petrel check} hung for ever. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @DisabledOnOs(OS.WINDOWS)
  void opensNoPipe() throws Exception {
    Process made = new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.writeString(folder.resolve("good.yaml"), "rule: good");
    RuleFolder.Contents read = RuleFolder.read(folder);
    assertThat(read.files()).extracting(file -> file.name()).containsExactly("good.yaml");
    assertThat(read.issues()).extracting(Issue::message).containsExactly("is not a regular file");
  }
}
