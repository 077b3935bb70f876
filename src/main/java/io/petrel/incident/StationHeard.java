package io.petrel.incident;

/**
 * A station has reported. Sent now and then, not for each report.
 *
 * @param timeMillis event time of a report, milliseconds since 1970 UTC
 */
public record StationHeard(String stationId, long timeMillis) {}
