package io.petrel.replay.ruletest.file;

import io.petrel.rule.RuleFile;
import org.jspecify.annotations.Nullable;

/**
 * A change of a rule in the middle of a test.
 *
 * @param atMillis event time: reports up to and including it meet the rule as it was before
 * @param rule its id
 * @param file as it is from then on; null = it is gone
 */
public record RuleChange(long atMillis, String rule, @Nullable RuleFile file) {}
