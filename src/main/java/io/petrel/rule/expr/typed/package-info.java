/** Typed expressions: what the compiler of expressions builds, with units and ranges of values. */
@NullMarked
package io.petrel.rule.expr.typed;

import org.jspecify.annotations.NullMarked;
