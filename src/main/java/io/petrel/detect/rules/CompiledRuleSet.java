package io.petrel.detect.rules;

import io.petrel.detect.match.LimitIndex;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.MeasureCell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that run in one subtask, compiled. A change of rules makes another one; stations move
 * to it when they are next looked at.
 *
 * @param epoch of the {@link ActiveRuleSet}
 * @param groups the rules as they are matched
 * @param starts which groups an observation may begin
 * @param places of the groups, by {@link RuleGroup#key}
 * @param byId the rules that are not draining
 * @param anchored measures that need the observation before, however old
 * @param longestWindowMillis how far back measures reach
 * @param longestContextMillis how far back the context of a match reaches
 */
public record CompiledRuleSet(
    long epoch,
    List<RuleGroup> groups,
    LimitIndex starts,
    Map<Long, Integer> places,
    Map<String, CompiledRule> byId,
    List<MeasureCell> anchored,
    long longestWindowMillis,
    long longestContextMillis) {
  public CompiledRuleSet {
    groups = List.copyOf(groups);
    places = Map.copyOf(places);
    byId = Map.copyOf(byId);
    anchored = List.copyOf(anchored);
  }

  static CompiledRuleSet of(
      long epoch, List<RuleGroup> groups, List<MeasureCell> anchored, long longestWindowMillis) {
    LimitIndex.Builder starts = new LimitIndex.Builder();
    Map<Long, Integer> places = new HashMap<>();
    Map<String, CompiledRule> byId = new HashMap<>();
    long longestContextMillis = 0;
    for (int i = 0; i < groups.size(); i++) {
      RuleGroup group = groups.get(i);
      group.index(i, starts);
      places.put(group.key(), i);
      for (CompiledRule rule : group.members()) {
        longestContextMillis = Math.max(longestContextMillis, rule.keptMillis());
        if (!rule.isDraining()) {
          byId.put(rule.rule().id(), rule);
        }
      }
    }
    return new CompiledRuleSet(
        epoch,
        groups,
        starts.build(),
        places,
        byId,
        anchored,
        longestWindowMillis,
        longestContextMillis);
  }

  public RuleGroup get(int index) {
    return groups.get(index);
  }

  /** Matches of a rule in progress, those of draining versions apart; 0 = it does not run. */
  public long partialMatches(String rule) {
    CompiledRule running = byId.get(rule);
    return running == null ? 0 : running.live().get();
  }

  /** How many rules run, the draining ones apart. */
  public int size() {
    return byId.size();
  }
}
