package io.petrel.simulate;

/**
 * The true weather at a station at one time, without turbulence and instrument errors.
 *
 * @param pressureHpa at mean sea level
 * @param temperatureC at the station's height
 * @param airDewPointC the dew point without condensation: above the temperature, the surplus is fog
 * @param wind 10 m above ground
 * @param squallMs by how much a squall raises the wind
 * @param rainMmPerHour water, liquid or frozen, without showers
 * @param showers 0 to 1.6: how heavy showers are
 * @param lightningPerHour strokes near the station
 */
record AirState(
    double pressureHpa,
    double temperatureC,
    double airDewPointC,
    Wind wind,
    double squallMs,
    double rainMmPerHour,
    double showers,
    double lightningPerHour) {}
