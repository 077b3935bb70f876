package io.petrel.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.yaml.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RuleFoldersTest {
  @Test
  void aFolderThatHangsIsAFault() {
    CountDownLatch never = new CountDownLatch(1);

    RuleFolder.Contents contents =
        RuleFolders.contents(
            Path.of("share/rules"),
            Duration.ofMillis(50),
            () -> {
              never.await();
              return new RuleFolder.Contents(List.of(), List.of());
            });

    assertThat(contents.files()).isEmpty();
    assertThat(contents.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.isError()).isTrue();
              assertThat(issue.message()).contains("does not answer", "hangs");
            });
  }
}
