/**
 * Why a rule fired, or did not. What fired is told by the production pipeline, over all reports
 * ({@link io.petrel.replay.why.Why}). Why something did not fire is asked of the production
 * matcher, with one thing of the rule changed at a time ({@code NearestMiss}, {@code
 * MatcherProbe}); there is no other matcher here.
 */
@NullMarked
package io.petrel.replay.why;

import org.jspecify.annotations.NullMarked;
