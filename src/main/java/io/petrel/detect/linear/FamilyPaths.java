package io.petrel.detect.linear;

import io.petrel.detect.match.PathObserver;
import io.petrel.detect.match.PathObserver.Kind;
import io.petrel.detect.match.PathObserver.Path;
import io.petrel.rule.Rule;

/**
 * Reports what partial matches of a family meet to a {@link PathObserver}, once for each member
 * that still shares the partial match. Created only when there is an observer.
 */
record FamilyPaths(LinearAutomaton family, PathObserver observer) {
  /** An observation fitted a node. */
  void fitted(PartialMatch partial, PrefixNode node) {
    report(partial, node, Kind.FITTED, node.state().step());
  }

  /** An observation fitted the condition that ends a partial match at a node. */
  void stopped(PartialMatch partial, PrefixNode node) {
    report(partial, node, Kind.FITTED, node.state().stopStep());
  }

  /** Time ran out before a partial match reached a node. */
  void ranOut(PartialMatch partial, PrefixNode node) {
    report(partial, node, Kind.RAN_OUT, -1);
  }

  private void report(PartialMatch partial, PrefixNode node, Kind kind, int step) {
    for (int i = node.from; i < node.to; i++) {
      if (!partial.isOver(i)) {
        Rule rule = family.member(i).rule();
        observer.taken(Path.of(rule, kind, step < 0 ? "" : rule.steps().get(step).name()));
      }
    }
  }
}
