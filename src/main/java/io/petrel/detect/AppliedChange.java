package io.petrel.detect;

import io.petrel.rule.RuleEvent;

/**
 * One subtask's word that it runs a rule, or no longer does.
 *
 * @param revision of the set of rules
 * @param subtask whose word it is
 * @param subtasks how many words there will be
 */
record AppliedChange(long revision, int subtask, int subtasks, RuleEvent event) {}
