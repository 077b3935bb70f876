package io.petrel.detect.nfa;

import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.Optional;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.pattern.Pattern;

/** Asks Flink CEP whether it accepts a pattern, after the checks of the rule language. */
public final class PatternRefusal {
  private PatternRefusal() {}

  /** Why Flink CEP cannot run the rule's pattern; empty = it can. */
  public static Optional<String> of(Rule rule) {
    RuleSource source =
        () -> {
          throw new IllegalStateException("a pattern for checks is not serializable");
        };
    try {
      Pattern<Observation, ?> pattern = FlinkPatternCompiler.compile(rule, source);
      NFACompiler.compileFactory(pattern, rule.alertOnTimeout());
      return NFACompiler.canProduceEmptyMatches(pattern)
          ? Optional.of("the pattern can match without any observation")
          : Optional.empty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
