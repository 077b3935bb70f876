package io.petrel.detect.rules;

import io.petrel.detect.match.LimitIndex;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.MeasureCell;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The compiled rules of one subtask. A change of rules makes another one; stations move to it when
 * they are next processed.
 *
 * @param epoch of the {@link ActiveRuleSet}
 * @param groups the rules that are matched together
 * @param starts finds the groups in which an observation may begin a match
 * @param indexes indexes of the groups, by {@link RuleGroup#key}
 * @param byId the rules that are not draining
 * @param anchored measures that need the observation before, however old
 * @param longestWindowMillis how far back measures reach
 * @param longestContextMillis how far back the context of a match reaches
 * @param extras names of extra measurements that a rule reads, a draining one too
 */
public record CompiledRuleSet(
    long epoch,
    List<RuleGroup> groups,
    LimitIndex starts,
    Map<Long, Integer> indexes,
    Map<String, CompiledRule> byId,
    List<MeasureCell> anchored,
    long longestWindowMillis,
    long longestContextMillis,
    Set<String> extras) {
  public CompiledRuleSet {
    groups = List.copyOf(groups);
    indexes = Map.copyOf(indexes);
    byId = Map.copyOf(byId);
    anchored = List.copyOf(anchored);
    extras = Set.copyOf(extras);
  }

  static CompiledRuleSet of(
      long epoch, List<RuleGroup> groups, List<MeasureCell> anchored, long longestWindowMillis) {
    LimitIndex.Builder starts = new LimitIndex.Builder();
    Map<Long, Integer> indexes = new HashMap<>();
    Map<String, CompiledRule> byId = new HashMap<>();
    Set<String> extras = new HashSet<>();
    long longestContextMillis = 0;
    for (int i = 0; i < groups.size(); i++) {
      RuleGroup group = groups.get(i);
      group.index(i, starts);
      indexes.put(group.key(), i);
      for (CompiledRule rule : group.members()) {
        extras.addAll(rule.rule().extras());
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
        indexes,
        byId,
        anchored,
        longestWindowMillis,
        longestContextMillis,
        extras);
  }

  public RuleGroup get(int index) {
    return groups.get(index);
  }

  /** Partial matches of a rule, without draining versions; 0 = it does not run. */
  public long partialMatches(String rule) {
    CompiledRule running = byId.get(rule);
    return running == null ? 0 : running.live().get();
  }

  /**
   * Whether a rule still runs, or an older version drains.
   *
   * @param since as in {@link ActiveRuleSet}; -1 = any that drains
   */
  public boolean runs(String rule, long since) {
    if (since >= 0) {
      CompiledRule running = byId.get(rule);
      return running != null && running.since() == since;
    }
    return groups.stream()
        .flatMap(group -> group.members().stream())
        .anyMatch(member -> member.isDraining() && member.rule().id().equals(rule));
  }

  /** How many rules run, without draining ones. */
  public int size() {
    return byId.size();
  }
}
