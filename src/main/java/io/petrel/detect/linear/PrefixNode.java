package io.petrel.detect.linear;

import io.petrel.detect.match.LimitIndex;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.rule.Contiguity;
import io.petrel.weather.Observation;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link PrefixTree}: a state after the states of its ancestors. It has a child for
 * each distinct next state of its rules.
 */
final class PrefixNode {
  /** From this many children on, a lookup by limits costs less than evaluating all of them. */
  private static final int MANY = 4;

  private final LinearPattern.State state;
  final RuleScope scope;
  final long key;
  private final int[] firstSlots;
  final PrefixNode[] children;
  final int from;
  final int to;

  /** The children to evaluate for every observation. */
  final PrefixNode[] evaluated;

  private final @Nullable LimitIndex index;
  private final BitSet candidates = new BitSet();

  /**
   * @param scope of a rule that has the state
   * @param key identifies the node in Flink's state: a hash of its path from the root
   * @param firstSlots the slot of each step's first observation, by step index
   * @param from the first member behind this node
   * @param to the member after the last one
   */
  PrefixNode(
      LinearPattern.State state,
      RuleScope scope,
      long key,
      int[] firstSlots,
      List<PrefixNode> children,
      int from,
      int to) {
    this.state = state;
    this.scope = scope;
    this.key = key;
    this.firstSlots = firstSlots;
    this.children = children.toArray(PrefixNode[]::new);
    this.from = from;
    this.to = to;
    List<PrefixNode> indexed = children.stream().filter(PrefixNode::isSkippable).toList();
    if (indexed.size() < MANY) {
      this.evaluated = this.children;
      this.index = null;
      return;
    }
    this.evaluated =
        children.stream().filter(child -> !child.isSkippable()).toArray(PrefixNode[]::new);
    LimitIndex.Builder builder = new LimitIndex.Builder();
    for (int i = 0; i < this.children.length; i++) {
      PrefixNode child = this.children[i];
      if (child.isSkippable()) {
        builder.add(i, child.state.where(), child.scope, "");
      }
    }
    this.index = builder.build();
  }

  /** Whether an observation that does not fit changes nothing. */
  private boolean isSkippable() {
    return state.kind() == LinearPattern.Kind.TAKE
        && state.follows() != Contiguity.STRICT
        && state.stop() == null
        && state.withinMillis() < 0;
  }

  public LinearPattern.State state() {
    return state;
  }

  /**
   * Indexes of the other {@link #children} that the observation may fit. Valid until the next call.
   */
  BitSet candidates(Observation observation, TakenSteps taken) {
    candidates.clear();
    if (index != null) {
      index.collect(observation, taken, candidates);
    }
    return candidates;
  }

  /** Whether there are children besides {@link #evaluated}. */
  boolean hasIndex() {
    return index != null;
  }

  /** Whether a match is complete here. */
  boolean isLast() {
    return children.length == 0;
  }

  boolean leadsTo(int member) {
    return member >= from && member < to;
  }

  /** The slot of a step's first observation, of {@code size} slots taken up to this node. */
  int firstSlot(int step, int size) {
    return step < firstSlots.length ? Math.min(firstSlots[step], size) : size;
  }

  /** Whether this node limits the time since the last observation taken. */
  boolean limitsWait() {
    return state.withinMillis() >= 0
        && (state.kind() == LinearPattern.Kind.TAKE
            || state.kind() == LinearPattern.Kind.NOT_UNTIL_TIME_RUNS_OUT);
  }
}
