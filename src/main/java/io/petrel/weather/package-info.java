/**
 * Observations of stations, with their fields and units: {@link io.petrel.weather.Observation},
 * {@link io.petrel.weather.ObservationField}. Imports no other package but {@code state}.
 */
@NullMarked
package io.petrel.weather;

import org.jspecify.annotations.NullMarked;
