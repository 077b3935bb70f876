package io.petrel.replay.why;

import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as places and the ways between them. Each place but the first is an observation that a
 * step takes. Says the same as the matchers, in a shape in which one can see what is missing.
 */
final class PatternGraph {
  private final Node start = new Node(null);

  /** A place. */
  static final class Node {
    private final @Nullable Step step;
    private final List<Edge> edges = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    private Node(@Nullable Step step) {
      this.step = step;
    }

    /** The step that took an observation to come here; null at the start. */
    @Nullable Step step() {
      return step;
    }

    List<Edge> edges() {
      return edges;
    }

    /** How a match can end here; empty = it cannot. */
    List<End> ends() {
      return ends;
    }
  }

  /**
   * What must not come.
   *
   * @param name of the step, or of the one that an {@code until} ends
   * @param isUntil whether it ends a repetition
   */
  record Absence(String name, Condition where, @Nullable Duration within, boolean isUntil) {}

  /**
   * A way to the next observation.
   *
   * @param isRepetition whether it leads round in a step or group
   * @param within longest time since the last observation taken; null = no limit
   * @param stops end an attempt whenever they come before the next observation taken
   * @param notNext must not be the very next observation
   */
  record Edge(
      Node to,
      Contiguity follows,
      boolean isRepetition,
      @Nullable Duration within,
      List<Absence> stops,
      List<Absence> notNext) {}

  /**
   * An end of the pattern.
   *
   * @param silence must not come until time has run out; empty = the match is complete at once
   * @param notNext must not be the very next observation
   */
  record End(List<Absence> silence, List<Absence> notNext) {}

  /** A place from which a way is to lead on, with what stands before it. */
  private record Exit(
      Node node,
      boolean isEntry,
      @Nullable Duration within,
      List<Absence> stops,
      List<Absence> notNext) {
    static Exit of(Node node) {
      return new Exit(node, false, null, List.of(), List.of());
    }

    Exit without(Step absent) {
      Absence absence = new Absence(absent.name(), absent.where(), absent.within(), false);
      boolean strict = absent.follows() == Contiguity.STRICT;
      return new Exit(
          node,
          isEntry,
          within,
          strict ? stops : plus(stops, absence),
          strict ? plus(notNext, absence) : notNext);
    }

    Exit entry() {
      return new Exit(node, true, within, stops, notNext);
    }

    Exit within(@Nullable Duration limit) {
      return new Exit(node, isEntry, shorter(within, limit), stops, notNext);
    }
  }

  PatternGraph(List<Element> pattern) {
    for (Exit exit : chain(pattern, List.of(Exit.of(start)), null, new ArrayList<>())) {
      exit.node.ends.add(new End(exit.stops, exit.notNext));
    }
  }

  Node start() {
    return start;
  }

  /**
   * Lays out elements one after the other.
   *
   * @param first how the first follows, where a group says so; null = as it says itself
   * @param entries receives the ways by which one comes in
   */
  private List<Exit> chain(
      List<Element> elements, List<Exit> in, @Nullable Contiguity first, List<Edge> entries) {
    List<Exit> exits = in.stream().map(Exit::entry).toList();
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      Contiguity follows = i == 0 && first != null ? first : element.follows();
      if (element instanceof Step step) {
        exits =
            step.absent()
                ? exits.stream().map(exit -> exit.without(step)).toList()
                : step(step, follows, exits, entries);
      } else if (element instanceof Group group) {
        exits = group(group, follows, exits, entries);
      }
    }
    return exits;
  }

  private List<Exit> step(Step step, Contiguity follows, List<Exit> in, List<Edge> entries) {
    Quantifier quantifier = step.quantifier();
    Node node = new Node(step);
    in.forEach(exit -> connect(exit, node, follows, false, step.within(), entries));
    List<Exit> out = new ArrayList<>();
    Node last = node;
    int copies = quantifier.isUnbounded() ? quantifier.min() : quantifier.max();
    for (int i = 1; i <= copies; i++) {
      if (i > 1) {
        Node next = new Node(step);
        repeat(last, next, step);
        last = next;
      }
      if (i >= quantifier.min()) {
        out.add(Exit.of(last));
      }
    }
    if (quantifier.isUnbounded()) {
      repeat(last, last, step);
    }
    if (quantifier.optional()) {
      in.forEach(exit -> out.add(exit.within(step.within())));
    }
    return out;
  }

  private static void repeat(Node from, Node to, Step step) {
    List<Absence> stops =
        step.until() == null
            ? List.of()
            : List.of(new Absence(step.name(), step.until(), null, true));
    from.edges.add(
        new Edge(to, step.quantifier().between(), true, step.within(), stops, List.of()));
  }

  private List<Exit> group(Group group, Contiguity follows, List<Exit> in, List<Edge> entries) {
    Quantifier quantifier = group.quantifier();
    List<Exit> limited = in.stream().map(exit -> exit.within(group.within())).toList();
    List<Edge> ways = new ArrayList<>();
    List<Exit> last = chain(group.elements(), limited, follows, ways);
    entries.addAll(ways);
    List<Exit> out = new ArrayList<>();
    int copies = quantifier.isUnbounded() ? quantifier.min() : quantifier.max();
    for (int i = 1; i <= copies; i++) {
      if (i > 1) {
        ways.clear();
        last = chain(group.elements(), last, quantifier.between(), ways);
      }
      if (i >= quantifier.min()) {
        out.addAll(last);
      }
    }
    if (quantifier.isUnbounded()) {
      for (Exit exit : last) {
        List.copyOf(ways)
            .forEach(
                way -> connect(exit, way.to(), quantifier.between(), true, way.within(), ways));
      }
    }
    if (quantifier.optional()) {
      out.addAll(in);
    }
    return out;
  }

  private static void connect(
      Exit exit,
      Node to,
      Contiguity follows,
      boolean isRepetition,
      @Nullable Duration within,
      List<Edge> entries) {
    Edge edge =
        new Edge(to, follows, isRepetition, shorter(exit.within, within), exit.stops, exit.notNext);
    exit.node.edges.add(edge);
    if (exit.isEntry) {
      entries.add(edge);
    }
  }

  private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static List<Absence> plus(List<Absence> list, Absence more) {
    List<Absence> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
