/** Typed expressions, the output of the expression compiler, with units and ranges of values. */
@NullMarked
package io.petrel.rule.expr.typed;

import org.jspecify.annotations.NullMarked;
