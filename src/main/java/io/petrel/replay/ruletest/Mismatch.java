package io.petrel.replay.ruletest;

/**
 * What a test expected and what occurred instead.
 *
 * @param line of the test file where it is expected, 1-based
 * @param what such as {@code alert 2 at 3h, severity}
 */
public record Mismatch(int line, String what, String expected, String got) {}
