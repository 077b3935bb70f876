/** METAR and SPECI reports, as WMO-No. 306 (FM 15, FM 16) and the US remarks (FMH-1) write them. */
@NullMarked
package io.petrel.feed.metar;

import org.jspecify.annotations.NullMarked;
