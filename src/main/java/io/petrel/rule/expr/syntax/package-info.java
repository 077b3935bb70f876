/**
 * The text of expressions: parsing as CEL, places in the text, and faults in the author's words.
 */
@NullMarked
package io.petrel.rule.expr.syntax;

import org.jspecify.annotations.NullMarked;
