/** What two sets of rules tell about the same history, and where they differ. */
@NullMarked
package io.petrel.replay.compare;

import org.jspecify.annotations.NullMarked;
