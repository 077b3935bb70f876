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
 * A place in a {@link PrefixTree}: what the next observation must be, or must not be, after the way
 * that leads here. Where rules go on differently, the way branches.
 */
final class PrefixNode {
  /** From here on looking children up by their limits costs less than evaluating them all. */
  private static final int MANY = 4;

  private final LinearPattern.State state;
  private final RuleScope scope;
  private final long key;
  private final int[] firstSlots;
  private final PrefixNode[] children;
  private final int from;
  private final int to;
  private final PrefixNode[] evaluated;
  private final @Nullable LimitIndex index;
  private final BitSet candidates = new BitSet();

  /**
   * Makes a place.
   *
   * @param scope of a rule that has the state
   * @param key stands for the way here, in state
   * @param firstSlots where the observations of each step on the way begin among those taken
   * @param from first of the members whose way leads through here
   * @param to the one after the last
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
    List<PrefixNode> indexed = children.stream().filter(PrefixNode::canBePassedOver).toList();
    if (indexed.size() < MANY) {
      this.evaluated = this.children;
      this.index = null;
      return;
    }
    this.evaluated =
        children.stream().filter(child -> !child.canBePassedOver()).toArray(PrefixNode[]::new);
    LimitIndex.Builder builder = new LimitIndex.Builder();
    for (int i = 0; i < this.children.length; i++) {
      PrefixNode child = this.children[i];
      if (child.canBePassedOver()) {
        builder.add(i, child.state.where(), child.scope, "");
      }
    }
    this.index = builder.build();
  }

  /** Whether an observation that does not fit changes nothing. */
  private boolean canBePassedOver() {
    return state.kind() == LinearPattern.Kind.TAKE
        && state.follows() != Contiguity.STRICT
        && state.stop() == null
        && state.withinMillis() < 0;
  }

  public LinearPattern.State state() {
    return state;
  }

  RuleScope scope() {
    return scope;
  }

  long key() {
    return key;
  }

  PrefixNode[] children() {
    return children;
  }

  /** The children that every observation changes, or may change. */
  PrefixNode[] evaluated() {
    return evaluated;
  }

  /**
   * Places among {@link #children} of the others, as far as the observation may fit. Valid until
   * the next call.
   */
  BitSet candidates(Observation observation, TakenSteps taken) {
    candidates.clear();
    if (index != null) {
      index.collect(observation, taken, candidates);
    }
    return candidates;
  }

  /** Whether there are others than {@link #evaluated}. */
  boolean hasIndex() {
    return index != null;
  }

  /** Whether a match is complete here. */
  boolean isLast() {
    return children.length == 0;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean leadsTo(int member) {
    return member >= from && member < to;
  }

  /** Where a step's observations begin among {@code size} that were taken on the way here. */
  int firstSlot(int step, int size) {
    return step < firstSlots.length ? Math.min(firstSlots[step], size) : size;
  }

  /** Whether the time since the last observation taken is limited here. */
  boolean limitsWait() {
    return state.withinMillis() >= 0
        && (state.kind() == LinearPattern.Kind.TAKE
            || state.kind() == LinearPattern.Kind.NOT_UNTIL_TIME_RUNS_OUT);
  }
}
