package io.petrel.rule;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of a pattern: a {@link Step} or a {@link Group} of elements. */
public sealed interface Element permits Step, Group {
  String name();

  /** How it follows the element before it; has no meaning for the first. */
  Contiguity follows();

  Quantifier quantifier();

  /** Ends an unbounded repetition; null = nothing does. */
  @Nullable Condition until();

  /** Longest time since the last observation before it, inclusive; null = no limit. */
  @Nullable Duration within();

  /** Whether it is a step that must not occur. */
  default boolean absent() {
    return false;
  }

  /** Whether a match can have no observation of it. */
  default boolean canBeEmpty() {
    return absent() || quantifier().optional();
  }

  /** This element, then those inside it, in text order. */
  default Stream<Element> walk() {
    return Stream.of(this);
  }
}
