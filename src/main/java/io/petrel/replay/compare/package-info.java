/** Compares two sets of rules over the same history. */
@NullMarked
package io.petrel.replay.compare;

import org.jspecify.annotations.NullMarked;
