/**
 * Expressions of the rule language: parsed as CEL, checked for names, types and units when a rule
 * is read, and compiled into closures over primitive doubles. Knows nothing of YAML and Flink.
 *
 * <p>Read {@link io.petrel.rule.expr.ExpressionCompiler} first: it is the entry. {@code syntax}
 * parses and words faults, {@code typed} holds typed expressions and the ranges of their values.
 */
@NullMarked
package io.petrel.rule.expr;

import org.jspecify.annotations.NullMarked;
