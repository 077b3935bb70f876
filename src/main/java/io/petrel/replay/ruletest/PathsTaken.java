package io.petrel.replay.ruletest;

import io.petrel.detect.PathObserver;
import io.petrel.engine.InJvm;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Collects the ways that jobs of this JVM take through rules. */
record PathsTaken(InJvm<Set<PathObserver.Path>> paths) implements PathObserver, AutoCloseable {
  private static final long serialVersionUID = 1L;

  static PathsTaken begin() {
    return new PathsTaken(InJvm.of(ConcurrentHashMap.newKeySet()));
  }

  @Override
  public void taken(Path path) {
    paths.find().ifPresent(taken -> taken.add(path));
  }

  /** All of them up to now. */
  Set<Path> all() {
    return Set.copyOf(paths.find().orElse(Set.of()));
  }

  @Override
  public void close() {
    paths.close();
  }
}
