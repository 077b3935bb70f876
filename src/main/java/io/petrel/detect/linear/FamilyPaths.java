package io.petrel.detect.linear;

import io.petrel.detect.match.PathObserver;
import io.petrel.detect.match.PathObserver.Kind;
import io.petrel.detect.match.PathObserver.Path;
import io.petrel.rule.Rule;

/**
 * Tells a {@link PathObserver} of what matches in progress of a family meet, once for each member
 * that shares one and for which it is not over. None is made where nobody listens.
 */
final class FamilyPaths {
  private final LinearAutomaton family;
  private final PathObserver observer;

  FamilyPaths(LinearAutomaton family, PathObserver observer) {
    this.family = family;
    this.observer = observer;
  }

  /** An observation fitted a place. */
  void fitted(PartialMatch partial, PrefixNode place) {
    tell(partial, place, Kind.FITTED, place.state().step());
  }

  /** An observation fitted what ends a match in progress at a place. */
  void stopped(PartialMatch partial, PrefixNode place) {
    tell(partial, place, Kind.FITTED, place.state().stopStep());
  }

  /** Time ran out on the way to a place, and nothing came of it. */
  void ranOut(PartialMatch partial, PrefixNode place) {
    tell(partial, place, Kind.RAN_OUT, -1);
  }

  private void tell(PartialMatch partial, PrefixNode place, Kind kind, int step) {
    for (int i = place.from(); i < place.to(); i++) {
      if (!partial.isOver(i)) {
        Rule rule = family.member(i).rule();
        observer.taken(Path.of(rule, kind, step < 0 ? "" : rule.steps().get(step).name()));
      }
    }
  }
}
