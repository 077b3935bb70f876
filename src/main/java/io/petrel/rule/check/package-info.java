/**
 * Checks of rules whose lines are valid one by one: one method for each check, run by {@link
 * io.petrel.rule.check.RuleChecks}.
 */
@NullMarked
package io.petrel.rule.check;

import org.jspecify.annotations.NullMarked;
