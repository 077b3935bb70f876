/** Durations, times and checks of settings, shared by all packages. */
@NullMarked
package io.petrel.text;

import org.jspecify.annotations.NullMarked;
