package io.petrel.alert;

import org.jspecify.annotations.Nullable;

/**
 * A station that an alert is about.
 *
 * @param latitude degrees north, WGS 84; NaN = unknown
 * @param longitude degrees east, WGS 84; NaN = unknown
 */
public record AlertPlace(
    String stationId, String name, @Nullable String region, double latitude, double longitude) {}
