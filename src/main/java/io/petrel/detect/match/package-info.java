/**
 * What both matchers share. An {@link io.petrel.detect.match.Automaton} is the compiled pattern of
 * a rule or of several; a {@link io.petrel.detect.match.Progress} is what it has begun at one
 * station.
 */
@NullMarked
package io.petrel.detect.match;

import org.jspecify.annotations.NullMarked;
