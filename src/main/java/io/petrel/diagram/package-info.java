/** A rule's pattern for people: in words, drawn in text, and as SVG. */
@NullMarked
package io.petrel.diagram;

import org.jspecify.annotations.NullMarked;
