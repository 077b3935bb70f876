/** The mapping file: what a feed's reports mean, as a person wrote it. */
@NullMarked
package io.petrel.feed.mapping;

import org.jspecify.annotations.NullMarked;
