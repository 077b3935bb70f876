/** Finds reports that make a rule fire, to show its author. */
@NullMarked
package io.petrel.replay.example;

import org.jspecify.annotations.NullMarked;
