package io.petrel.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that run in one subtask, compiled. A change of rules makes another one; stations move
 * to it when they are next looked at.
 *
 * @param rules by id, then the draining ones, oldest version first
 * @param starts which of them an observation may begin
 * @param ends places of the rules that have an end to look for, by id
 * @param anchored measures that need the observation before, however old
 * @param longestWindowMillis how far back measures reach
 */
record RunningRules(
    List<CompiledRule> rules,
    StartIndex starts,
    Map<String, Integer> ends,
    List<MeasureCell> anchored,
    long longestWindowMillis) {
  RunningRules {
    rules = List.copyOf(rules);
    ends = Map.copyOf(ends);
    anchored = List.copyOf(anchored);
  }

  static RunningRules of(
      List<CompiledRule> rules, List<MeasureCell> anchored, long longestWindowMillis) {
    Map<String, Integer> ends = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).hasEnd() && !rules.get(i).isDraining()) {
        ends.put(rules.get(i).rule().id(), i);
      }
    }
    return new RunningRules(rules, new StartIndex(rules), ends, anchored, longestWindowMillis);
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
