package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.file.RuleTest;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleSetParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Changes each threshold, operator and window of the shipped rules, one at a time, and sees whether
 * the rule's tests notice. A change that no test can notice, because the rule means the same,
 * stands in {@code rule-mutations/equivalent.txt} with the reason.
 *
 * <p>All of them take minutes: {@code -Dpetrel.mutations=RULE,RULE} runs those of some rules,
 * {@code all} those of all; {@code target/rule-mutations.txt} then says what became of each.
 */
class RuleMutationIT {
  private static final Path EQUIVALENT =
      Path.of("src/test/resources/rule-mutations/equivalent.txt");
  private static final Path REPORT = Path.of("target/rule-mutations.txt");
  private static final int SAMPLE_EVERY = 60;

  private final RuleTestFolder folder = RuleTestFolder.read(Path.of("rules"));
  private final Set<String> equivalent = equivalent();

  @Test
  void theTestsNoticeASampleOfChanges() throws InterruptedException {
    List<String> survivors = new ArrayList<>();
    int number = 0;
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (RuleTestFile file : folder.tests()) {
        for (Map.Entry<String, String> mutant : mutants(file).entrySet()) {
          if (++number % SAMPLE_EVERY == 0 && survives(cluster, file, mutant.getValue())) {
            survivors.add(mutant.getKey());
          }
        }
      }
    }
    assertThat(number).isGreaterThan(500);
    assertThat(survivors).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "petrel.mutations", matches = ".+")
  void theTestsNoticeEveryChange() throws InterruptedException, IOException {
    Set<String> wanted =
        Set.copyOf(Arrays.asList(System.getProperty("petrel.mutations").split(",")));
    List<String> survivors = new ArrayList<>();
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (RuleTestFile file : folder.tests()) {
        if (!wanted.contains("all") && !wanted.contains(file.rule())) {
          continue;
        }
        for (Map.Entry<String, String> mutant : mutants(file).entrySet()) {
          boolean survives = survives(cluster, file, mutant.getValue());
          report((survives ? "survived  " : "killed    ") + mutant.getKey());
          if (survives) {
            survivors.add(mutant.getKey());
          }
        }
      }
    }
    assertThat(survivors).isEmpty();
  }

  /** Changes that {@code check} lets pass and that can be noticed. */
  private Map<String, String> mutants(RuleTestFile file) {
    Map<String, String> mutants = new java.util.LinkedHashMap<>();
    RuleFile original = original(file);
    RuleMutants.of(original.text())
        .forEach(
            (change, text) -> {
              String name = file.rule() + ": " + change;
              if (!equivalent.contains(name) && parsed(original.name(), text).isPresent()) {
                mutants.put(name, text);
              }
            });
    return mutants;
  }

  /** Whether all tests of a file still pass; those that share a job come first. */
  private boolean survives(LocalCluster cluster, RuleTestFile file, String mutant)
      throws InterruptedException {
    RuleFile original = original(file);
    Map<String, TestedRule> rules = new HashMap<>(folder.rules());
    rules.put(
        file.rule(),
        new TestedRule(
            parsed(original.name(), mutant).orElseThrow(), new RuleFile(original.name(), mutant)));
    RuleTestRunner runner = new RuleTestRunner(rules, PipelineSettings.defaults());
    for (boolean alone : new boolean[] {true, false}) {
      List<RuleTest> tests =
          file.tests().stream().filter(test -> test.beside().isEmpty() == alone).toList();
      if (!runner.run(cluster, new RuleTestFile(file.name(), file.rule(), tests)).stream()
          .allMatch(RuleTestResult::passed)) {
        return false;
      }
    }
    return true;
  }

  private RuleFile original(RuleTestFile file) {
    return folder.rules().get(file.rule()).file();
  }

  private static Optional<Rule> parsed(String name, String text) {
    return RuleSetParser.parse(List.of(new RuleFile(name, text))).rules().stream().findFirst();
  }

  private static Set<String> equivalent() {
    try {
      return Files.readAllLines(EQUIVALENT).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void report(String line) throws IOException {
    Files.writeString(
        REPORT,
        line + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
