package io.petrel.replay.ruletest;

import io.petrel.rule.Rule;
import java.util.List;

/**
 * Which paths through a rule its tests take.
 *
 * @param points how many there are, at least one
 * @param missing the paths that no test takes, in words, such as {@code "step 'passage' is never
 *     reached"}
 */
public record RuleCoverage(Rule rule, int points, List<String> missing) {
  public RuleCoverage {
    missing = List.copyOf(missing);
  }

  public int covered() {
    return points - missing.size();
  }

  /** Share of the paths that are taken, 0 to 100. */
  public double percent() {
    return 100.0 * covered() / points;
  }
}
