package io.petrel.replay.why;

import io.petrel.rule.Rule;

/**
 * Why did a rule fire, or not?
 *
 * @param atMillis event time, milliseconds since 1970 UTC
 */
public record Question(Rule rule, String station, long atMillis) {}
