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
 * The places of all members of a family, each distinct way once: rules that begin alike share their
 * matches in progress as long as they go on alike.
 */
public final class PrefixTree {
  private static final Row[] NO_ROWS = {};

  private final PrefixNode root;
  private final Row[] members;
  private final Map<Long, PrefixNode> byKey = new HashMap<>();

  /**
   * A rule as a row of places.
   *
   * @param scope of the rule, for its conditions alone
   */
  public record Row(CompiledRule rule, List<LinearPattern.State> states, RuleScope scope) {
    String text(int depth) {
      // A match that ends here is not one that goes on: see PrefixNode#isLast.
      return states.get(depth).text() + (depth == states.size() - 1 ? "\nlast" : "");
    }
  }

  /** What all matches of a family share. */
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
        Map<String, List<Row>> ways = new LinkedHashMap<>();
        for (Row row : rows) {
          ways.computeIfAbsent(row.text(depth + 1), text -> new ArrayList<>()).add(row);
        }
        for (List<Row> way : ways.values()) {
          children.add(grow(key, way, depth + 1, next, firstSlots));
        }
      }
      PrefixNode node =
          new PrefixNode(state, first.scope(), key, firstSlots, children, from, ordered.size());
      byKey.put(key, node);
      return node;
    }
  }

  /**
   * Grows a tree.
   *
   * @param rows at least one, all with the same first place
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

  /** The rules, so that those behind a place are next to each other. */
  Row[] members() {
    return members;
  }

  /** The places by {@link PrefixNode#key()}. */
  Map<Long, PrefixNode> byKey() {
    return byKey;
  }
}
