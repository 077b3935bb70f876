package io.petrel.replay.why;

import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.List;

/**
 * How far reports are from making a rule fire, as the cost function of a search. Not thread-safe.
 */
public final class DistanceToMatch {
  /** Larger than any distance of a step. */
  private static final double STEP = 10;

  private final Rule rule;
  private final MatcherProbe probe;

  public DistanceToMatch(Rule rule) {
    this.rule = rule;
    this.probe = new MatcherProbe(rule, null, MatcherProbe.Change.NONE);
  }

  /**
   * The distance of the most advanced attempt. Smaller is nearer, whatever the unit.
   *
   * @param inOrder of one station, at least one, without a match at the last
   */
  public double of(List<Observation> inOrder) {
    RuleView view = RuleView.of(rule, inOrder);
    int steps = rule.steps().size();
    return view.visible().isEmpty()
        ? STEP * (steps + 1)
        : NearestMiss.furthest(probe, view)
            .map(one -> STEP * (steps - one.depth()) + one.obstacle().weight())
            .orElse(STEP * (steps + 1));
  }
}
