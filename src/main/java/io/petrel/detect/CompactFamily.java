package io.petrel.detect;

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
 * Rules whose patterns do not branch, see {@link CompactStates#fits}, and begin alike: they share
 * matches in progress. For people, a rule in a family behaves as if it were alone.
 */
final class CompactFamily implements Automaton {
  /** Part of the state's format: a match in progress is at a place of a {@link CompactTree}. */
  static final int SHAPE = 2;

  private final CompactTree tree;
  private final CompiledRule[] members;
  private final Map<Long, Integer> membersByKey = new HashMap<>();
  private final boolean restarts;
  private final boolean alertOnTimeout;
  private final long windowMillis;
  private final int limit;
  private final boolean tellsOfSilence;
  private final boolean limitsWait;
  private final @Nullable BitSet draining;
  private final boolean begins;
  private final View view = new View();
  private final @Nullable FamilyPaths paths;
  private final CompactMoves moves;

  /**
   * Lays out a family.
   *
   * @param rows rules of one {@link #key}
   */
  CompactFamily(List<CompactTree.Row> rows, MatcherOptions options) {
    this.tree = new CompactTree(rows);
    this.members =
        Arrays.stream(tree.members()).map(CompactTree.Row::rule).toArray(CompiledRule[]::new);
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
    this.tellsOfSilence =
        alertOnTimeout
            || tree.byKey().values().stream()
                .anyMatch(
                    node -> node.state().kind() == CompactStates.Kind.NOT_UNTIL_TIME_RUNS_OUT);
    this.limitsWait = tree.byKey().values().stream().anyMatch(CompactNode::limitsWait);
    this.paths = options.watches() ? new FamilyPaths(this, options.paths()) : null;
    this.moves = new CompactMoves(this);
  }

  /** What rules of one family have in common; what they see is in it, too. */
  static long key(Rule rule, CompactTree.Row row) {
    Condition observations = rule.observations();
    return CompactTree.key(
        String.join(
            "\n",
            observations == null ? "" : observations.text(),
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
    return new CompactProgress(this);
  }

  @Override
  public @Nullable Progress adopt(Progress old, long epoch) {
    CompactProgress before = (CompactProgress) old;
    CompactProgress progress = new CompactProgress(this);
    for (CompactPartial partial : before.partials()) {
      CompactNode place = tree.byKey().get(partial.at().key());
      if (place != null) {
        progress.add(
            partial.taken(0, partial.size()),
            place,
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
    return CompactFormat.read(this, observations, in, epoch);
  }

  CompactNode root() {
    return tree.root();
  }

  /** The place of that key; null = no member's way leads there any more. */
  @Nullable CompactNode place(long key) {
    return tree.byKey().get(key);
  }

  CompiledRule member(int index) {
    return members[index];
  }

  int size() {
    return members.length;
  }

  /** Whether a finished match drops what its rule has in progress. */
  boolean restarts() {
    return restarts;
  }

  boolean alertOnTimeout() {
    return alertOnTimeout;
  }

  /** Whether something becomes certain without an observation: an absence or a time-out. */
  boolean tellsOfSilence() {
    return tellsOfSilence;
  }

  /** Whether the time between two observations is limited anywhere. */
  boolean limitsWait() {
    return limitsWait;
  }

  /** Longest time from first to last observation; -1 = no limit. */
  long windowMillis() {
    return windowMillis;
  }

  /** Is told where matches in progress get to; null = nobody is. */
  @Nullable FamilyPaths paths() {
    return paths;
  }

  int limit() {
    return limit;
  }

  CompactMoves moves() {
    return moves;
  }

  /** Whether a match can begin with the observation. */
  boolean begins(Observation observation) {
    return begins && root().scope().holds(root().state().where(), observation, TakenSteps.NONE);
  }

  /** A match that begins with the observation, for all that are not draining. */
  CompactPartial begin(Observation observation) {
    return new CompactPartial(
        root(),
        new Observation[] {observation},
        draining == null ? null : (BitSet) draining.clone());
  }

  /** Whether a condition of a place holds after what a match in progress has taken. */
  boolean holds(
      Condition condition, CompactNode place, Observation observation, CompactPartial partial) {
    return place.scope().holds(condition, observation, view.of(partial, place));
  }

  /** The places after that of a match in progress, as far as the observation may fit. */
  BitSet candidates(Observation observation, CompactPartial partial) {
    CompactNode at = partial.at();
    return at.candidates(observation, view.of(partial, at));
  }

  /**
   * What the steps of a member have taken.
   *
   * @param place up to which steps count
   */
  List<List<Observation>> steps(CompactPartial partial, CompactNode place, int member) {
    int count = members[member].rule().pattern().size();
    List<List<Observation>> steps = new ArrayList<>(count);
    for (int step = 0; step < count; step++) {
      int from = place.firstSlot(step, partial.size());
      int to = place.firstSlot(step + 1, partial.size());
      steps.add(from == to ? List.of() : List.of(partial.taken(from, to)));
    }
    return steps;
  }

  /** The steps of a match in progress, without making garbage. */
  private static final class View implements TakenSteps {
    private @Nullable CompactPartial partial;
    private @Nullable CompactNode place;
    private Slice[] slices = {};

    View of(CompactPartial nextPartial, CompactNode nextPlace) {
      partial = nextPartial;
      place = nextPlace;
      return this;
    }

    @Override
    public List<Observation> step(int index) {
      CompactPartial partial = this.partial;
      CompactNode place = this.place;
      if (partial == null || place == null) {
        return List.of();
      }
      while (index >= slices.length) {
        slices = Arrays.copyOf(slices, slices.length + 1);
        slices[slices.length - 1] = new Slice();
      }
      Slice slice = slices[index];
      slice.partial = partial;
      slice.from = place.firstSlot(index, partial.size());
      slice.to = place.firstSlot(index + 1, partial.size());
      return slice;
    }
  }

  /** A part of what a match in progress has taken. */
  private static final class Slice extends AbstractList<Observation> implements RandomAccess {
    private @Nullable CompactPartial partial;
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
