package io.petrel.simulate;

/**
 * The air over a place, at sea level and without the daily wave. The constants are not from a
 * source; they give the textbook passage of a low in middle latitudes: cool air, rain of the warm
 * front, mild and moist warm sector, abrupt cooling and drying at the cold front, showers, then a
 * ridge.
 *
 * @param temperatureC daily mean
 * @param dewPointDepression temperature minus dew point, K
 * @param clearness 0 overcast to 1 clear sky
 * @param steadyRain mm/h, before hills
 * @param bandRain mm/h of the front's narrow rain band
 * @param showers 0 to 1.6: how heavy showers are
 */
record AirMass(
    double temperatureC,
    double dewPointDepression,
    double clearness,
    double steadyRain,
    double bandRain,
    double showers) {

  /** The air around a storm at that place and age. */
  static AirMass of(StormSystem storm, double eastKm, double northKm, double age) {
    ColdFront front = storm.front(age);
    double ahead = front.aheadKm(eastKm, northKm);
    double sharp = front.sharpness(northKm);
    double activity = storm.activity(age);
    double contrast = Math.min(1, storm.intensity());
    double warm = storm.settings().warmAirC();
    double ridge = Background.ridge(age);
    double behind = Curve.ramp(4, -9, ahead) * sharp + Curve.ramp(60, -150, ahead) * (1 - sharp);
    double cool = Curve.ramp(240, 420, ahead) * sharp + (1 - sharp);
    double depression = Curve.mix(Curve.mix(1.3, 2.6, cool), Curve.mix(3.8, 2.6, ridge), behind);
    double around = Curve.bell(0, 190, storm.distanceKm(eastKm, northKm, age));
    double warmSector = Curve.ramp(-5, 5, ahead) * Curve.ramp(300, 220, ahead) * sharp;
    double steady =
        2.4 * Curve.bell(340, 110, ahead) + 0.5 * warmSector + 2.6 * around * (1 - sharp);
    return new AirMass(
        warm + contrast * cooling(ahead, sharp, behind, cool),
        depression,
        Curve.mix(0.1, Curve.mix(0.5, 1, ridge), behind),
        steady * activity * storm.wetness(),
        13 * Curve.bell(-4, 9, ahead) * sharp * activity * storm.wetness(),
        Curve.ramp(-40, -120, ahead) * (1 - ridge) * Math.min(1, activity) * storm.wetness());
  }

  private static double cooling(double ahead, double sharp, double behind, double cool) {
    double far = ahead < 0 ? 1 - StrictMath.exp(ahead / 250) : 0;
    return Curve.mix(-3.5 * cool, -5 - (1 - sharp), behind) - 2.5 * far;
  }

  AirMass blend(AirMass other, double share) {
    return new AirMass(
        Curve.mix(temperatureC, other.temperatureC, share),
        Curve.mix(dewPointDepression, other.dewPointDepression, share),
        Curve.mix(clearness, other.clearness, share),
        Curve.mix(steadyRain, other.steadyRain, share),
        Curve.mix(bandRain, other.bandRain, share),
        Curve.mix(showers, other.showers, share));
  }
}
