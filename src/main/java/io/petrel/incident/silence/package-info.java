/**
 * A feed that is silent as a whole: one {@code feed-silent} match takes the place of one match for
 * each of its stations. {@link io.petrel.incident.silence.FeedSilenceGuard} is the way in.
 */
@NullMarked
package io.petrel.incident.silence;

import org.jspecify.annotations.NullMarked;
