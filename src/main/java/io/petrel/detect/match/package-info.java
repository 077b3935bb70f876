/**
 * What both matchers share. An {@link io.petrel.detect.match.Automaton} is the compiled pattern of
 * one or several rules; a {@link io.petrel.detect.match.Progress} holds its partial matches at one
 * station and adds complete ones to a {@link io.petrel.detect.match.MatchCollector}.
 */
@NullMarked
package io.petrel.detect.match;

import org.jspecify.annotations.NullMarked;
