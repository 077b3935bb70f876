package io.petrel.simulate;

/**
 * What an ideal station would report for a period: values of its end, mean wind of its last 10
 * minutes, highest gust and sums of the whole.
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
