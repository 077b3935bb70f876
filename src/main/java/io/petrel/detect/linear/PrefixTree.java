package io.petrel.detect.linear;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.state.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of all members of a family as a prefix tree (trie): rules share partial matches as
 * long as their states are equal.
 */
public final class PrefixTree {
  private static final Row[] NO_ROWS = {};

  private final PrefixNode root;
  private final Row[] members;
  private final Map<Long, PrefixNode> byKey = new HashMap<>();

  /**
   * A rule with its states.
   *
   * @param scope of the rule, used by its conditions only
   */
  public record Row(CompiledRule rule, List<LinearPattern.State> states, RuleScope scope) {
    String text(int depth) {
      // A rule that ends here needs a node of its own: see PrefixNode#isLast.
      return states.get(depth).text() + (depth == states.size() - 1 ? "\nlast" : "");
    }
  }

  /** Builds the tree and orders the members. */
  private final class Branching {
    final List<Row> ordered = new ArrayList<>();

    PrefixNode grow(long parentKey, List<Row> rows, int depth, int slot, int[] parentSlots) {
      Row first = rows.get(0);
      LinearPattern.State state = first.states().get(depth);
      long key = key(parentKey + "\n" + first.text(depth));
      int[] firstSlots = Arrays.copyOf(parentSlots, state.step() + 1);
      Arrays.fill(firstSlots, parentSlots.length, firstSlots.length, slot);
      int next = state.kind() == LinearPattern.Kind.TAKE ? slot + 1 : slot;
      int from = ordered.size();
      List<PrefixNode> children = new ArrayList<>();
      if (depth == first.states().size() - 1) {
        ordered.addAll(rows);
      } else {
        Map<String, List<Row>> branches = new LinkedHashMap<>();
        for (Row row : rows) {
          branches.computeIfAbsent(row.text(depth + 1), text -> new ArrayList<>()).add(row);
        }
        for (List<Row> branch : branches.values()) {
          children.add(grow(key, branch, depth + 1, next, firstSlots));
        }
      }
      PrefixNode node =
          new PrefixNode(state, first.scope(), key, firstSlots, children, from, ordered.size());
      byKey.put(key, node);
      return node;
    }
  }

  /**
   * @param rows at least one, all with the same first state
   */
  PrefixTree(List<Row> rows) {
    Branching branching = new Branching();
    root = branching.grow(0, rows, 0, 0, new int[0]);
    members = branching.ordered.toArray(NO_ROWS);
  }

  static long key(String text) {
    return ByteBuffer.wrap(Sha256.of(text)).getLong();
  }

  PrefixNode root() {
    return root;
  }

  /** The rules, ordered so that those behind a node are adjacent. */
  Row[] members() {
    return members;
  }

  /** The nodes by {@link PrefixNode#key}. */
  Map<Long, PrefixNode> byKey() {
    return byKey;
  }
}
