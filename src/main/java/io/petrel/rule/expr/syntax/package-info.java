/** The text of expressions: parsing as CEL, places in the text, and messages for authors. */
@NullMarked
package io.petrel.rule.expr.syntax;

import org.jspecify.annotations.NullMarked;
