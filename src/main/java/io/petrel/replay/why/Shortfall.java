package io.petrel.replay.why;

import io.petrel.replay.why.Explorer.Near;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.Optional;

/** How far reports are from making a rule fire, for a search to go downhill. */
public final class Shortfall {
  /** More than any fault of a step. */
  private static final double STEP = 10;

  private Shortfall() {}

  /**
   * The shortfall at the last report; 0 = it fires there. Smaller is nearer, whatever the unit.
   *
   * @param inOrder of one station, at least one
   */
  public static double of(Rule rule, List<Observation> inOrder) {
    Sight sight = Sight.of(rule, inOrder);
    int steps = rule.steps().size();
    if (sight.visible().isEmpty()) {
      return STEP * (steps + 1);
    }
    Observation last = sight.visible().get(sight.visible().size() - 1);
    Explorer explorer = new Explorer(sight, new long[0], last.timeMillis());
    Optional<Near> near = explorer.explore(0, sight.visible().size() - 1);
    if (explorer.foundMatch()) {
      return 0;
    }
    return near.map(one -> STEP * (steps - one.attempt().real().depth()) + one.block().weight())
        .orElse(STEP * (steps + 1));
  }
}
