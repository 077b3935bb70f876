/**
 * The rules of a subtask and their changes. {@link io.petrel.detect.rules.RuleSetCompiler} compiles
 * a set of rules, reusing the unchanged parts; {@code RuleSetTransition} decides how a new set
 * replaces the old one; {@code RuleChangeAggregator} emits a change when all subtasks have applied
 * it.
 *
 * <pre>
 * RuleSetUpdate (texts) --&gt; ActiveRuleSet (broadcast state) --&gt; CompiledRuleSet (groups of rules)
 * </pre>
 */
@NullMarked
package io.petrel.detect.rules;

import org.jspecify.annotations.NullMarked;
