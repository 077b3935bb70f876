/** A rule's pattern for people: in words, drawn in text, and as SVG. */
@NullMarked
package io.petrel.picture;

import org.jspecify.annotations.NullMarked;
