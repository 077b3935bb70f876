/** Reads the files of feeds, report by report: what stands there, before it is an observation. */
@NullMarked
package io.petrel.feed.format;

import org.jspecify.annotations.NullMarked;
