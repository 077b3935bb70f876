/**
 * Observations: what a station reports, in which units. Knows no other package but {@code state}.
 */
@NullMarked
package io.petrel.weather;

import org.jspecify.annotations.NullMarked;
