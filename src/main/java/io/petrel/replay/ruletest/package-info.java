/**
 * Tests of rules, {@code rules/<id>.test.yaml}: observations in, expected matches and alerts out,
 * through the production pipeline. {@link io.petrel.replay.ruletest.RuleTestFolder} reads, {@link
 * io.petrel.replay.ruletest.RuleTestRunner} runs.
 */
@NullMarked
package io.petrel.replay.ruletest;

import org.jspecify.annotations.NullMarked;
