package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.issue.IssuePrinter;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Measure;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConformanceRulesTest {
  private static final Path FOLDER = Path.of("src/test/resources/conformance");

  private static Rule rule(String id) {
    ParsedSet set = RuleSetParser.parse(RuleFolder.read(FOLDER).files());
    assertThat(set.hasErrors()).as(IssuePrinter.print(set.issues())).isFalse();
    return set.rules().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void allSevenParse() {
    ParsedSet set = RuleSetParser.parse(RuleFolder.read(FOLDER).files());
    assertThat(set.hasErrors()).as(IssuePrinter.print(set.issues())).isFalse();
    assertThat(set.rules())
        .extracting(Rule::id)
        .containsExactly("r1-fall", "r1-skip", "r1", "r2", "r3", "r4", "r5");
  }

  @Test
  void oneConditionIsOneStepNamedWhenWithItsMeasure() {
    Rule rule = rule("r1-fall");
    assertThat(rule.steps()).extracting(Step::name).containsExactly("when");
    assertThat(rule.afterMatch()).isEqualTo(AfterMatch.RESTART);
    assertThat(rule.measures()).hasSize(1);
    Measure measure = rule.measures().get(0);
    assertThat(measure.kind()).isEqualTo(Measure.Kind.FALL);
    assertThat(measure.window()).isEqualTo(Duration.ofHours(3));
    assertThat(measure.observations()).isNotNull();
    assertThat(measure.observations().condition().text()).isEqualTo("has(pressure_hpa)");
  }

  @Test
  void repeatedStepKeepsItsQuantifier() {
    Rule rule = rule("r3");
    Step falling = rule.steps().get(1);
    assertThat(falling.quantifier())
        .isEqualTo(new Quantifier(2, Quantifier.UNBOUNDED, false, false, Contiguity.STRICT));
    assertThat(falling.where().steps()).isEmpty();
    assertThat(rule.steps().get(2).where().steps()).isEqualTo(Set.of(0));
    assertThat(rule.measures()).hasSize(1);
  }

  @Test
  void windowsBetweenStepsAndAbsencesAreRead() {
    Rule rule = rule("r4");
    assertThat(rule.within()).isNull();
    assertThat(rule.steps()).extracting(Step::absent).containsExactly(false, false, true, false);
    assertThat(rule.steps().get(3).within()).isEqualTo(Duration.ofHours(3));
    assertThat(rule.steps().get(3).follows()).isEqualTo(Contiguity.ANY);
    assertThat(rule.steps().get(3).where().steps()).isEqualTo(Set.of(1));
    assertThat(rule.afterMatch().kind()).isEqualTo(AfterMatch.Kind.NO_SKIP);
  }
}
