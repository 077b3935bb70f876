/**
 * What can be wrong with a rule whose every line is right: one class for each check, run by {@link
 * io.petrel.rule.check.RuleChecks}.
 */
@NullMarked
package io.petrel.rule.check;

import org.jspecify.annotations.NullMarked;
