package io.petrel.rule;

import org.jspecify.annotations.Nullable;

/**
 * What happens to matches in progress when one completes.
 *
 * @param step target of {@code SKIP_TO_FIRST} and {@code SKIP_TO_LAST}, else null
 */
public record AfterMatch(Kind kind, @Nullable String step) {
  /** Petrel's default. */
  public static final AfterMatch RESTART = new AfterMatch(Kind.RESTART, null);

  /** The strategies: Petrel's own and Flink CEP's five. */
  public enum Kind {
    /**
     * The match that completes first (of those, the one that started first) is emitted at once;
     * everything in progress is dropped; the next match starts strictly after its last observation.
     */
    RESTART,
    NO_SKIP,
    SKIP_TO_NEXT,
    SKIP_PAST_LAST,
    SKIP_TO_FIRST,
    SKIP_TO_LAST
  }
}
