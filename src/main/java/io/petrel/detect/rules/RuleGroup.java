package io.petrel.detect.rules;

import io.petrel.detect.linear.LinearAutomaton;
import io.petrel.detect.match.Automaton;
import io.petrel.detect.match.LimitIndex;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.measure.ObservationFilter;
import io.petrel.detect.nfa.NfaAutomaton;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are matched together: a {@link LinearAutomaton}, or one rule in Flink CEP's automaton.
 * They see the same observations and begin with the same conditions. Not thread-safe.
 */
public final class RuleGroup {
  private final long key;
  private final Automaton automaton;
  private final List<CompiledRule> members;
  private final @Nullable ObservationFilter filter;
  private final Condition[] starts;
  private final RuleScope scope;
  private final boolean draining;

  private RuleGroup(
      long key, Automaton automaton, List<CompiledRule> members, List<Condition> starts) {
    this.key = key;
    this.automaton = automaton;
    this.members = members;
    this.filter = members.get(0).filter();
    this.starts = starts.toArray(Condition[]::new);
    this.scope = members.get(0).newScope();
    this.draining = members.stream().allMatch(CompiledRule::isDraining);
  }

  /** One rule in Flink CEP's automaton. */
  static RuleGroup of(CompiledRule rule, NfaAutomaton automaton) {
    List<Condition> starts = new ArrayList<>();
    collectStarts(rule.rule().pattern(), starts);
    starts.replaceAll(rule::shared);
    return new RuleGroup(rule.key(), automaton, List.of(rule), starts);
  }

  /** A family of rules; its members are numbered as in it. */
  static RuleGroup of(long key, LinearAutomaton family) {
    List<CompiledRule> members = new ArrayList<>();
    for (int i = 0; i < family.size(); i++) {
      members.add(family.member(i));
    }
    return new RuleGroup(key, family, members, List.of(family.start()));
  }

  /** The conditions of all steps that can be a match's first; true for the rest would be a lie. */
  private static boolean collectStarts(List<Element> elements, List<Condition> starts) {
    for (Element element : elements) {
      boolean canBeEmpty = false;
      if (element instanceof Step step) {
        starts.add(step.where());
      } else if (element instanceof Group group) {
        canBeEmpty = collectStarts(group.elements(), starts);
      }
      if (!canBeEmpty && !element.quantifier().optional()) {
        return false;
      }
    }
    return true;
  }

  /** Stands for the group in state. */
  public long key() {
    return key;
  }

  public Automaton automaton() {
    return automaton;
  }

  public CompiledRule member(int index) {
    return members.get(index);
  }

  public List<CompiledRule> members() {
    return members;
  }

  /** Whether all its rules only finish what they began. */
  public boolean isDraining() {
    return draining;
  }

  /** Whether the observation, the last of the history, exists for these rules. */
  public boolean sees(ObservationBuffer history) {
    return filter == null || history.passes(filter, history.size() - 1);
  }

  /** Whether a match can begin with the observation. */
  public boolean canBegin(Observation observation) {
    if (draining) {
      return false;
    }
    for (Condition start : starts) {
      if (scope.holds(start, observation, TakenSteps.NONE)) {
        return true;
      }
    }
    return false;
  }

  /** Makes the group known to an index of all groups by what they begin with. */
  void index(int place, LimitIndex.Builder builder) {
    if (draining) {
      return;
    }
    if (starts.length == 1) {
      Condition observations = members.get(0).rule().observations();
      builder.add(place, starts[0], scope, observations == null ? "" : observations.canonical());
    } else {
      builder.addAlways(place, scope);
    }
  }
}
