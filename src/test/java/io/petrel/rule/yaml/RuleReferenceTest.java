package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.RuleFile;
import io.petrel.rule.expr.ExpressionCompiler;
import io.petrel.rule.expr.Functions;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.rule.expr.Names;
import io.petrel.rule.expr.syntax.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every sample of {@code rules/README.md} is a rule or a condition that works. */
class RuleReferenceTest {
  private static final Path README = Path.of("rules/README.md");
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- warns -->\\n)?```(yaml|cel)\\n(.*?)```", Pattern.DOTALL);
  private static final Names NAMES =
      new Names(
          List.of(
              new Names.StepName("trough", 0, Names.Shape.SINGLE, null),
              new Names.StepName("gusts", 1, Names.Shape.LIST, null)),
          null);

  @Test
  void everyRuleIsWithoutFault() throws Exception {
    int rules = 0;
    for (Matcher block = BLOCK.matcher(Files.readString(README)); block.find(); ) {
      if (!block.group(2).equals("yaml")) {
        continue;
      }
      rules++;
      List<Issue> issues = RuleParser.parse(rule(block.group(3))).issues();
      boolean warns = block.group(1) != null;
      assertThat(issues.stream().filter(i -> i.isError() || !warns).toList())
          .as(block.group(3) + IssuePrinter.print(issues))
          .isEmpty();
      assertThat(issues.isEmpty()).isEqualTo(!warns);
    }
    assertThat(rules).isGreaterThan(25);
  }

  @Test
  void everyConditionCompiles() throws Exception {
    int conditions = 0;
    for (Matcher block = BLOCK.matcher(Files.readString(README)); block.find(); ) {
      if (!block.group(2).equals("cel")) {
        continue;
      }
      for (String line : block.group(3).lines().toList()) {
        conditions++;
        List<String> faults = new ArrayList<>();
        new ExpressionCompiler(new MeasureTable(null)).condition(line, NAMES, collect(faults));
        assertThat(faults).as(line).isEmpty();
      }
    }
    assertThat(conditions).isGreaterThan(30);
  }

  @Test
  void everyFunctionKeyAndShippedRuleIsDocumented() throws Exception {
    String text = Files.readString(README);
    for (String name : Functions.names()) {
      assertThat(Pattern.compile("\\b" + name + "\\b").matcher(text).find()).as(name).isTrue();
    }
    for (String name : ExpressionCompiler.fieldNames()) {
      assertThat(text).as(name).containsPattern("\\b" + name + "\\b");
    }
    for (List<String> keys :
        List.of(RuleKeys.RULE, RuleKeys.STEP, RuleKeys.GROUP, RuleKeys.INCIDENT)) {
      for (String key : keys) {
        assertThat(text).as(key).containsPattern("`" + key + "[`:.]");
      }
    }
    for (RuleFile file : RuleFolder.read(Path.of("rules")).files()) {
      assertThat(text).contains("`" + file.name().replace(".yaml", "") + "`");
    }
  }

  private static RuleFile rule(String block) {
    Matcher id = Pattern.compile("^rule: (.*)$", Pattern.MULTILINE).matcher(block);
    if (id.find()) {
      return new RuleFile(id.group(1) + ".yaml", block);
    }
    String headline = block.contains("\nheadline:") ? "" : "headline: Sample\n";
    return new RuleFile(
        "sample.yaml", "rule: sample\ntitle: Sample\nseverity: minor\n" + headline + block);
  }

  private static Faults collect(List<String> faults) {
    return new Faults() {
      @Override
      public void error(int offset, int length, String message) {
        faults.add(message);
      }

      @Override
      public void warning(int offset, int length, String message) {
        faults.add(message);
      }
    };
  }
}
