package io.petrel.replay.report;

/** A number and what it counts. Plain text, not escaped. */
record Fact(String label, String value) {}
