package io.petrel.detect.linear;

import io.petrel.detect.match.Automaton;
import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Progress;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * A family of rules whose patterns do not branch (see {@link LinearPattern#fits}) and begin alike.
 * They share partial matches; each rule matches as if it were alone.
 */
public final class LinearAutomaton implements Automaton {
  /** Version of the state format: a partial match refers to a node of a {@link PrefixTree}. */
  static final int SHAPE = 2;

  private final PrefixTree tree;
  private final CompiledRule[] members;
  private final Map<Long, Integer> membersByKey = new HashMap<>();

  /** Whether a complete match drops its rule's other partial matches. */
  final boolean restarts;

  final boolean alertOnTimeout;

  /** Longest time from first to last observation; -1 = no limit. */
  final long windowMillis;

  final int limit;

  /** Whether a match can complete without an observation: by an absence or a time-out. */
  final boolean completesInSilence;

  /** Whether the time between two observations is limited anywhere. */
  final boolean limitsWait;

  private final @Nullable BitSet draining;
  private final boolean begins;
  private final View view = new View();

  /** Receives the progress of partial matches; null = there is no observer. */
  final @Nullable FamilyPaths paths;

  final Transitions transitions;

  /**
   * @param rows rules of one {@link #key}
   */
  public LinearAutomaton(List<PrefixTree.Row> rows, MatcherOptions options) {
    this.tree = new PrefixTree(rows);
    this.members =
        Arrays.stream(tree.members()).map(PrefixTree.Row::rule).toArray(CompiledRule[]::new);
    BitSet draining = new BitSet();
    for (int i = 0; i < members.length; i++) {
      membersByKey.put(members[i].key(), i);
      draining.set(i, members[i].isDraining());
    }
    this.draining = draining.isEmpty() ? null : draining;
    this.begins = draining.cardinality() < members.length;
    Rule any = members[0].rule();
    this.restarts = any.afterMatch().kind() == AfterMatch.Kind.RESTART;
    this.alertOnTimeout = any.alertOnTimeout();
    this.windowMillis = any.within() == null ? -1 : any.within().toMillis();
    this.limit = options.limit();
    this.completesInSilence =
        alertOnTimeout
            || tree.byKey().values().stream()
                .anyMatch(
                    node -> node.state().kind() == LinearPattern.Kind.NOT_UNTIL_TIME_RUNS_OUT);
    this.limitsWait = tree.byKey().values().stream().anyMatch(PrefixNode::limitsWait);
    this.paths = options.watches() ? new FamilyPaths(this, options.paths()) : null;
    this.transitions = new Transitions(this);
  }

  /** Identifies the family of a rule: equal filter, window, skip strategy and first node. */
  public static long key(Rule rule, PrefixTree.Row row) {
    Condition observations = rule.observations();
    return PrefixTree.key(
        String.join(
            "\n",
            observations == null ? "" : observations.canonical(),
            String.valueOf(rule.within()),
            rule.afterMatch().kind().name(),
            String.valueOf(rule.alertOnTimeout()),
            row.text(0)));
  }

  @Override
  public MatcherKind kind() {
    return MatcherKind.COMPACT;
  }

  @Override
  public Progress begin() {
    return new LinearProgress(this);
  }

  @Override
  public @Nullable Progress adopt(Progress old, long epoch) {
    LinearProgress before = (LinearProgress) old;
    LinearProgress progress = new LinearProgress(this);
    for (PartialMatch partial : before.partials()) {
      PrefixNode node = tree.byKey().get(partial.at().key);
      if (node != null) {
        progress.add(
            partial.taken(0, partial.size()),
            node,
            member -> {
              Integer was = before.family().membersByKey.get(members[member].key());
              return was == null || members[member].since() > epoch || partial.isOver(was);
            });
      }
    }
    return progress.partials().isEmpty() ? null : progress;
  }

  @Override
  public Progress read(ObservationTable.Reader observations, DataInputView in, long epoch)
      throws IOException {
    return LinearProgressFormat.read(this, observations, in, epoch);
  }

  /** The condition that begins a match. */
  public Condition start() {
    return root().state().where();
  }

  PrefixNode root() {
    return tree.root();
  }

  /** The node of that key; null = no member has it any more. */
  @Nullable PrefixNode node(long key) {
    return tree.byKey().get(key);
  }

  public CompiledRule member(int index) {
    return members[index];
  }

  public int size() {
    return members.length;
  }

  /** Whether a match can begin with the observation. */
  boolean begins(Observation observation) {
    return begins && root().scope.holds(root().state().where(), observation, TakenSteps.NONE);
  }

  /** A partial match that begins with the observation, for all members that are not draining. */
  PartialMatch begin(Observation observation) {
    return new PartialMatch(
        root(),
        new Observation[] {observation},
        draining == null ? null : (BitSet) draining.clone());
  }

  /** Whether a condition of a node holds, given what the partial match has taken. */
  boolean holds(
      Condition condition, PrefixNode node, Observation observation, PartialMatch partial) {
    return node.scope.holds(condition, observation, view.of(partial, node));
  }

  /** The child nodes that the observation may fit. */
  BitSet candidates(Observation observation, PartialMatch partial) {
    PrefixNode at = partial.at();
    return at.candidates(observation, view.of(partial, at));
  }

  /**
   * The observations that each step of a member has taken.
   *
   * @param node the node up to which steps count
   */
  List<List<Observation>> steps(PartialMatch partial, PrefixNode node, int member) {
    int count = members[member].rule().pattern().size();
    List<List<Observation>> steps = new ArrayList<>(count);
    for (int step = 0; step < count; step++) {
      int from = node.firstSlot(step, partial.size());
      int to = node.firstSlot(step + 1, partial.size());
      steps.add(from == to ? List.of() : List.of(partial.taken(from, to)));
    }
    return steps;
  }

  /** The steps of a partial match; reused, so that evaluation allocates nothing. */
  private static final class View implements TakenSteps {
    private @Nullable PartialMatch partial;
    private @Nullable PrefixNode node;
    private Slice[] slices = {};

    View of(PartialMatch nextPartial, PrefixNode nextPlace) {
      partial = nextPartial;
      node = nextPlace;
      return this;
    }

    @Override
    public List<Observation> step(int index) {
      PartialMatch partial = this.partial;
      PrefixNode node = this.node;
      if (partial == null || node == null) {
        return List.of();
      }
      while (index >= slices.length) {
        slices = Arrays.copyOf(slices, slices.length + 1);
        slices[slices.length - 1] = new Slice();
      }
      Slice slice = slices[index];
      slice.partial = partial;
      slice.from = node.firstSlot(index, partial.size());
      slice.to = node.firstSlot(index + 1, partial.size());
      return slice;
    }
  }

  /** The observations of one step of a partial match. */
  private static final class Slice extends AbstractList<Observation> implements RandomAccess {
    private @Nullable PartialMatch partial;
    private int from;
    private int to;

    @Override
    public Observation get(int index) {
      if (partial == null || index < 0 || from + index >= to) {
        throw new IndexOutOfBoundsException(index);
      }
      return partial.taken(from + index);
    }

    @Override
    public int size() {
      return to - from;
    }
  }
}
