package io.petrel.detect;

import io.petrel.rule.RuleEvent;

/**
 * One subtask's word that it runs a changed rule.
 *
 * @param revision of the set of rules
 * @param subtasks how many words there will be
 */
record AppliedChange(long revision, int subtasks, RuleEvent event) {}
