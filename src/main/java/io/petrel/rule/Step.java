package io.petrel.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pattern: an observation that matches, or the absence of one ({@code absent}).
 *
 * @param index place among all steps of the rule in text order, 0-based; expressions use it
 * @param where condition of the observation; {@link Condition#ALWAYS} = any observation
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
