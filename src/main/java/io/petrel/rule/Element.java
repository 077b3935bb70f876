package io.petrel.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A part of a pattern: a {@link Step} or a {@link Group} of elements. */
public sealed interface Element permits Step, Group {
  String name();

  /** How it follows the element before it; of no meaning for the first. */
  Contiguity follows();

  Quantifier quantifier();

  /** Longest time since the last observation before it, inclusive; null = no limit. */
  @Nullable Duration within();
}
