/**
 * A rule's pattern for people: in words ({@code PatternWords}), and drawn from the same rows
 * ({@code Row}) as text and as SVG.
 */
@NullMarked
package io.petrel.diagram;

import org.jspecify.annotations.NullMarked;
