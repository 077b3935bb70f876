package io.petrel.rule.expr;

import io.petrel.issue.Spot;

/**
 * A comparison that can never be true for plausible observations.
 *
 * @param message why
 */
public record Finding(Spot spot, String message) {}
