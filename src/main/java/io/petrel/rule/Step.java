package io.petrel.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pattern: an observation that fits, or none ({@code absent}).
 *
 * @param index place among all steps of the rule in text order, 0-based; expressions use it
 * @param where what the observation must fulfil; {@link Condition#ALWAYS} when any will do
 * @param until ends an unbounded repetition; null = nothing does
 */
public record Step(
    int index,
    String name,
    Contiguity follows,
    boolean absent,
    Quantifier quantifier,
    Condition where,
    @Nullable Condition until,
    @Nullable Duration within)
    implements Element {}
