package io.petrel.replay.why;

import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partial match, real or one that has been forgiven a single fault to see whether it would have
 * come to a match otherwise.
 */
final class Attempt {
  private final PatternGraph.Node node;
  private final List<List<Observation>> taken;
  private final @Nullable Observation first;
  private final @Nullable Observation last;
  private final @Nullable Block forgiven;
  private final @Nullable Attempt before;

  /** The ways that are still open. */
  private final BitSet open = new BitSet();

  /** Whether the way that is open is so only because it was forgiven. */
  private boolean lenient;

  private boolean fresh = true;
  private boolean silenceBroken;
  private @Nullable Block closedBy;

  private Attempt(
      PatternGraph.Node node,
      List<List<Observation>> taken,
      @Nullable Observation first,
      @Nullable Observation last,
      @Nullable Block forgiven,
      @Nullable Attempt before) {
    this.node = node;
    this.taken = taken;
    this.first = first;
    this.last = last;
    this.forgiven = forgiven;
    this.before = before;
    this.open.set(0, node.edges().size());
  }

  /** Nothing has been taken. */
  static Attempt start(PatternGraph graph, int steps) {
    List<List<Observation>> none = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      none.add(List.of());
    }
    return new Attempt(graph.start(), none, null, null, null, null);
  }

  /** The attempt after an observation was taken. */
  Attempt taking(PatternGraph.Edge edge, Observation observation, @Nullable Block fault) {
    var step = edge.to().step();
    List<List<Observation>> next = new ArrayList<>(taken);
    if (step != null) {
      List<Observation> more = new ArrayList<>(next.get(step.index()));
      more.add(observation);
      next.set(step.index(), List.copyOf(more));
    }
    Block kept = forgiven == null ? fault : forgiven;
    return new Attempt(
        edge.to(),
        next,
        first == null ? observation : first,
        observation,
        kept,
        forgiven == null && fault != null ? this : before);
  }

  /** The same attempt, forgiven a fault; only the way of the fault stays open, -1 = all. */
  Attempt forgiven(Block fault, int way) {
    Attempt copy = new Attempt(node, taken, first, last, fault, this);
    copy.fresh = fresh && way < 0;
    copy.open.clear();
    if (way < 0) {
      copy.open.or(open);
    } else {
      copy.open.set(way);
      copy.lenient = true;
    }
    return copy;
  }

  PatternGraph.Node node() {
    return node;
  }

  List<Observation> taken(int step) {
    return taken.get(step);
  }

  @Nullable Observation first() {
    return first;
  }

  @Nullable Observation last() {
    return last;
  }

  @Nullable Block forgiven() {
    return forgiven;
  }

  /** The attempt as it really was, before its fault. */
  Attempt real() {
    return before == null ? this : before;
  }

  BitSet open() {
    return open;
  }

  boolean isLenient() {
    return lenient;
  }

  /** Whether no observation has come since the last was taken. */
  boolean isFresh() {
    return fresh;
  }

  void passed() {
    fresh = false;
  }

  /** Whether what must not come at the end has come. */
  boolean isSilenceBroken() {
    return silenceBroken;
  }

  void breakSilence() {
    silenceBroken = true;
  }

  /** What closed the last way that was closed. */
  @Nullable Block closedBy() {
    return closedBy;
  }

  void close(int way, @Nullable Block by) {
    open.clear(way);
    closedBy = by == null ? closedBy : by;
  }

  /** How many observations it has taken. */
  int size() {
    return taken.stream().mapToInt(List::size).sum();
  }

  /** How many steps it has reached. */
  int depth() {
    return (int) taken.stream().filter(list -> !list.isEmpty()).count();
  }
}
