/**
 * Tests of rules, {@code rules/<id>.test.yaml}: observations in, expected matches and alerts out,
 * through the production pipeline. {@code file} reads them; {@link
 * io.petrel.replay.ruletest.RuleTestRunner} runs them.
 */
@NullMarked
package io.petrel.replay.ruletest;

import org.jspecify.annotations.NullMarked;
