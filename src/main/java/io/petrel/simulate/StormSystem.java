package io.petrel.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * A low with its cold front, from growth to decay. Everything is a function of position and age, so
 * all stations have the same storm.
 *
 * @param startHour hours from the start of the simulation until it enters the area: its age 0
 * @param intensity factor on the depth
 * @param trackNorthKm where the centre crosses the middle meridian, north of the middle
 */
record StormSystem(
    StormSettings settings,
    double startHour,
    double intensity,
    double trackNorthKm,
    List<SquallCell> cells) {
  /** A storm is gone after that many hours, and the next one enters. */
  static final double LIFETIME_HOURS = 60;

  /** A storm has effects from so many hours before it enters. */
  static final double APPROACH_HOURS = 24;

  private static final double DEEPEST_HPA = 29;
  private static final double ENTRY_EAST_KM = -325;
  private static final double HEADING_EAST = StrictMath.sin(StrictMath.toRadians(75));
  private static final double HEADING_NORTH = StrictMath.cos(StrictMath.toRadians(75));

  /** The storm with that number, 0 for the first. */
  static StormSystem number(long number, long seed, StormSettings settings) {
    SeededRandom dice = SeededRandom.of(seed, "storm", number);
    double variety = number == 0 ? 1 : dice.between(0.7, 1.1);
    double track = number == 0 ? dice.between(50, 90) : dice.between(0, 150);
    List<SquallCell> cells = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      cells.add(new SquallCell(20 + 36 * (i + dice.between(0, 1)), dice.between(0.4, 1)));
    }
    return new StormSystem(
        settings,
        number * LIFETIME_HOURS,
        settings.intensity() * variety,
        track,
        List.copyOf(cells));
  }

  double age(double hour) {
    return hour - startHour;
  }

  double centreEastKm(double age) {
    return ENTRY_EAST_KM + speedKmh() * HEADING_EAST * age;
  }

  double centreNorthKm(double age) {
    double ageInTheMiddle = -ENTRY_EAST_KM / (speedKmh() * HEADING_EAST);
    return trackNorthKm + speedKmh() * HEADING_NORTH * (age - ageInTheMiddle);
  }

  /** The low's field at that age: it deepens until hour 7, then fills. */
  HollandProfile profile(double age) {
    double growth =
        0.65 * Curve.ramp(-APPROACH_HOURS, 0, age)
            + 0.35 * Curve.ramp(0, 7, age)
            - 0.5 * Curve.ramp(7, 40, age);
    double depth = DEEPEST_HPA * intensity * growth * Curve.ramp(LIFETIME_HOURS, 38, age);
    return new HollandProfile(depth, settings.radiusKm(), settings.hollandB());
  }

  /** The front at that age; it turns around the centre, with the low's own wind. */
  ColdFront front(double age) {
    double slope = Math.max(0.1, 0.5 - 0.02 * age);
    return new ColdFront(centreEastKm(age), centreNorthKm(age), slope);
  }

  /** The strength of fronts and rain, 0 to 1.3; 0 without a low. */
  double activity(double age) {
    return Math.min(1.3, intensity)
        * Curve.ramp(-APPROACH_HOURS, -6, age)
        * Curve.ramp(50, 30, age);
  }

  /** Rain relative to that of an autumn storm: cold air carries less water. */
  double wetness() {
    double vapour = Humidity.saturationHpa(settings.warmAirC());
    return Math.min(1.6, vapour / Humidity.saturationHpa(StormSettings.AUTUMN.warmAirC()));
  }

  double distanceKm(double eastKm, double northKm, double age) {
    return StrictMath.hypot(eastKm - centreEastKm(age), northKm - centreNorthKm(age));
  }

  /** The pressure deficit of the low and its front, hPa, >= 0. */
  double pressureDeficit(double eastKm, double northKm, double age) {
    ColdFront front = front(age);
    double trough =
        ColdFront.troughHpa(front.aheadKm(eastKm, northKm))
            * front.sharpness(northKm)
            * activity(age);
    return profile(age).deficitHpa(distanceKm(eastKm, northKm, age)) + trough;
  }

  /**
   * The low's wind above the friction layer, with the inflow that friction causes, without the
   * front: the balanced wind, plus the low's own motion as in Jelesnianski (1966), Mon. Wea. Rev.
   * 94, 739-756: stronger right of the track, weaker left of it.
   */
  Wind wind(double eastKm, double northKm, double age, double coriolis) {
    double distance = distanceKm(eastKm, northKm, age);
    return balancedWind(eastKm, northKm, age, coriolis).plus(motionShare(distance, age));
  }

  /** The gradient wind around the centre, anticlockwise, turned inwards by friction. */
  Wind balancedWind(double eastKm, double northKm, double age, double coriolis) {
    double east = eastKm - centreEastKm(age);
    double north = northKm - centreNorthKm(age);
    double distance = Math.max(1, StrictMath.hypot(east, north));
    HollandProfile profile = profile(age);
    double speed = profile.gradientWind(distance, coriolis);
    Wind around = new Wind(-north / distance * speed, east / distance * speed);
    return around.veered(-profile.inflowDegrees(distance));
  }

  /** The strength of thunderstorms there, 0 to 1. */
  double squall(double eastKm, double northKm, double age) {
    ColdFront front = front(age);
    double ahead = front.aheadKm(eastKm, northKm);
    double sum = 0;
    for (SquallCell cell : cells) {
      sum += cell.at(ahead, northKm - centreNorthKm(age));
    }
    return Math.min(1, sum) * front.sharpness(northKm) * Math.min(1, activity(age));
  }

  private Wind motionShare(double distanceKm, double age) {
    double radius = settings.radiusKm();
    double share = radius * distanceKm / (radius * radius + distanceKm * distanceKm);
    double life = profile(age).depthHpa() / DEEPEST_HPA;
    double speed = settings.speedMs() * share * Math.min(1, life);
    return new Wind(HEADING_EAST * speed, HEADING_NORTH * speed);
  }

  private double speedKmh() {
    return settings.speedMs() * 3.6;
  }

  /**
   * A thunderstorm in the front's rain band; it moves with the front.
   *
   * @param southKm how far south of the low's centre
   * @param strength 0 to 1
   */
  private record SquallCell(double southKm, double strength) {
    private static final double HALF_WIDTH_KM = 11;

    /** The strength of the cell there, 0 to 1. */
    double at(double aheadKm, double northOfCentreKm) {
      return strength
          * Curve.bell(-4, 7, aheadKm)
          * Curve.bell(-southKm, HALF_WIDTH_KM, northOfCentreKm);
    }
  }
}
