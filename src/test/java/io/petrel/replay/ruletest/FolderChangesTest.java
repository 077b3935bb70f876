package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChangesTest {
  @TempDir Path dir;

  @Test
  void namesRulesThatAreNewChangedOrGoneOnce() throws IOException {
    Files.writeString(dir.resolve("calm.yaml"), "a");
    Files.writeString(dir.resolve("storm.yaml"), "a");
    FolderChanges changes = new FolderChanges(dir);
    assertThat(changes.next()).isEmpty();

    Files.writeString(dir.resolve("storm.test.yaml"), "a");
    Files.writeString(dir.resolve("gale.yaml"), "a");
    Files.writeString(dir.resolve("notes.txt"), "a");
    assertThat(changes.next()).containsExactly("gale", "storm");
    assertThat(changes.next()).isEmpty();

    Files.writeString(dir.resolve("gale.yaml"), "b");
    Files.delete(dir.resolve("calm.yaml"));
    assertThat(changes.next()).containsExactly("calm", "gale");
  }

  @Test
  void takesAFolderThatComesBackForNew() throws IOException {
    Path rules = Files.createDirectory(dir.resolve("rules"));
    Files.writeString(rules.resolve("calm.yaml"), "a");
    FolderChanges changes = new FolderChanges(rules);

    Files.move(rules, dir.resolve("away"));
    assertThatThrownBy(changes::next).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(changes::next).isInstanceOf(NoSuchFileException.class);

    Files.move(dir.resolve("away"), rules);
    assertThat(changes.next()).containsExactly("calm");
    assertThat(changes.next()).isEmpty();
  }

  @Test
  void concernsTheTestsOfARuleAndThoseBesideIt() throws IOException {
    for (String rule : List.of("one", "two", "three")) {
      Files.writeString(
          dir.resolve(rule + ".yaml"),
          """
          rule: %s
          title: Windy
          severity: moderate
          when: wind_speed_ms >= 10.0
          headline: Windy
          """
              .formatted(rule));
      Files.writeString(
          dir.resolve(rule + ".test.yaml"),
          "tests: [{test: t, wind_speed_ms: 1, matches: []%s}]"
              .formatted(rule.equals("three") ? ", beside: one" : ""));
    }
    RuleTestFolder folder = RuleTestFolder.read(dir);
    assertThat(folder.issues()).isEmpty();

    assertThat(FolderChanges.concerned(folder.tests(), Set.of("one")))
        .extracting(RuleTestFile::rule)
        .containsExactlyInAnyOrder("one", "three");
    assertThat(FolderChanges.concerned(folder.tests(), Set.of("three")))
        .extracting(RuleTestFile::rule)
        .containsExactly("three");
  }
}
