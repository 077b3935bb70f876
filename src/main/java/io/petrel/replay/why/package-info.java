/**
 * Why a rule fired, or did not. Matches come from the production pipeline, over all reports ({@link
 * io.petrel.replay.why.Why}). Why something did not fire comes from the production matcher, with
 * one part of the rule changed at a time ({@code NearestMiss}, {@code MatcherProbe}); there is no
 * other matcher here.
 */
@NullMarked
package io.petrel.replay.why;

import org.jspecify.annotations.NullMarked;
