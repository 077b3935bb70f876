/**
 * The rules of a subtask. {@link io.petrel.detect.rules.RuleSetCompiler} compiles a set of rules,
 * and of each set only what is new; {@code RuleSetTransition} decides what a new set does to the
 * old one; {@code RuleChangeAggregator} reports a change when all subtasks have made it.
 */
@NullMarked
package io.petrel.detect.rules;

import org.jspecify.annotations.NullMarked;
