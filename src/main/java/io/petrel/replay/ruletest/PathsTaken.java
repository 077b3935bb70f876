package io.petrel.replay.ruletest;

import io.petrel.detect.PathObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the ways that jobs of this JVM take through rules. The observer only carries a number,
 * because Flink ships settings as bytes.
 */
record PathsTaken(long number) implements PathObserver, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, Set<Path>> TAKEN = new ConcurrentHashMap<>();

  static PathsTaken begin() {
    long number = NUMBERS.incrementAndGet();
    TAKEN.put(number, ConcurrentHashMap.newKeySet());
    return new PathsTaken(number);
  }

  @Override
  public void taken(Path path) {
    Set<Path> taken = TAKEN.get(number);
    if (taken != null) {
      taken.add(path);
    }
  }

  /** All of them up to now. */
  Set<Path> all() {
    return Set.copyOf(TAKEN.getOrDefault(number, Set.of()));
  }

  @Override
  public void close() {
    TAKEN.remove(number);
  }
}
