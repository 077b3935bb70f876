/**
 * Turns the reports of real feeds into observations, as a mapping file says: {@code feed.mapping}
 * reads that file, {@code feed.format} the feed's files, and {@link io.petrel.feed.FeedImport}
 * converts, checks and counts.
 */
@NullMarked
package io.petrel.feed;

import org.jspecify.annotations.NullMarked;
