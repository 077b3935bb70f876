package io.petrel.simulate;

/**
 * The report of an ideal station for a period: values at its end, mean wind of its last 10 minutes,
 * highest gust and sums of the period.
 */
record InstrumentSample(
    double pressureHpa,
    double temperatureC,
    double dewPointC,
    double windSpeedMs,
    double gustMs,
    double windFromDegrees,
    double visibilityM,
    double waterMm,
    double snowCm,
    double lightningStrokes) {}
