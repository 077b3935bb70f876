/**
 * From observations to matches. One keyed operator hosts all rules: {@link
 * io.petrel.detect.Detector} is the way in; an observation goes through {@code DetectOperator}
 * (order, duplicates, lateness), {@code StationRunner} (one station, in event-time order), the
 * rules' {@code Automaton}s and {@code MatchWriter}.
 */
@NullMarked
package io.petrel.detect;

import org.jspecify.annotations.NullMarked;
