/** Durations, times and faults of settings in words: one way for all packages. */
@NullMarked
package io.petrel.text;

import org.jspecify.annotations.NullMarked;
