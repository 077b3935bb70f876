package io.petrel.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that run in one subtask, compiled. A change of rules makes another one; stations move
 * to it when they are next looked at.
 *
 * @param rules by id, then the draining ones, oldest version first
 * @param anchored measures that need the observation before, however old
 * @param longestWindowMillis how far back measures reach
 */
record RunningRules(
    List<CompiledRule> rules, List<MeasureCell> anchored, long longestWindowMillis) {
  RunningRules {
    rules = List.copyOf(rules);
    anchored = List.copyOf(anchored);
  }

  int size() {
    return rules.size();
  }

  CompiledRule get(int index) {
    return rules.get(index);
  }

  /** Places of the rules by {@link CompiledRule#key()}. */
  Map<Long, Integer> places() {
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      places.put(rules.get(i).key(), i);
    }
    return places;
  }
}
