/**
 * A silent feed: one {@code feed-silent} match replaces the matches of its silent stations. {@link
 * io.petrel.incident.silence.FeedSilenceGuard} is the entry class.
 */
@NullMarked
package io.petrel.incident.silence;

import org.jspecify.annotations.NullMarked;
