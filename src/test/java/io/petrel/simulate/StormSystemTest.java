package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StormSystemTest {
  private static final double CORIOLIS = 1.157e-4;
  private static final double AGE = 6;

  private final StormSystem storm = StormSystem.number(0, 1, StormSettings.AUTUMN);

  @Test
  void windFitsThePressureFieldAroundIt() {
    forEachPlace(
        (east, north) -> {
          double gradient = Math.hypot(slope(east, north, 1, 0), slope(east, north, 0, 1));
          double distance = storm.distanceKm(east, north, AGE) * 1000;
          // V^2 / r + f V = gradient / rho, solved for V.
          double half = distance * CORIOLIS / 2;
          double balanced =
              Math.sqrt(distance * gradient / HollandProfile.AIR_DENSITY + half * half) - half;
          double simulated = storm.balancedWind(east, north, AGE, CORIOLIS).speed();
          assertThat(simulated).isCloseTo(balanced, within(0.01 * balanced + 0.01));
        });
  }

  @Test
  void withTheWindInTheBackTheLowLiesToTheLeftAndSomewhatAhead() {
    forEachPlace(
        (east, north) -> {
          Wind wind = storm.balancedWind(east, north, AGE, CORIOLIS);
          double toEast = storm.centreEastKm(AGE) - east;
          double toNorth = storm.centreNorthKm(AGE) - north;
          double ahead = wind.east() * toEast + wind.north() * toNorth;
          double left = wind.east() * toNorth - wind.north() * toEast;
          double degrees = Math.toDegrees(Math.atan2(left, ahead));
          // 90 is Buys Ballot's law without friction; friction turns the wind to the low.
          assertThat(degrees).isBetween(90.0 - 25.01, 90.0);
        });
  }

  @Test
  void windIsStrongerOnTheRightOfTheTrack() {
    // The track points to 75 degrees: its right is 165 degrees.
    double right = Math.toRadians(165);
    double radius = StormSettings.AUTUMN.radiusKm();
    double east = Math.sin(right) * radius;
    double north = Math.cos(right) * radius;
    double centreEast = storm.centreEastKm(AGE);
    double centreNorth = storm.centreNorthKm(AGE);

    double onTheRight = storm.wind(centreEast + east, centreNorth + north, AGE, CORIOLIS).speed();
    double onTheLeft = storm.wind(centreEast - east, centreNorth - north, AGE, CORIOLIS).speed();

    // Jelesnianski: half of the speed of motion more on one side, less on the other.
    assertThat(onTheRight - onTheLeft).isBetween(9.0, 15.0);
  }

  @Test
  void deepensThenFillsAndIsGoneWhenTheNextOneComes() {
    assertThat(storm.profile(-StormSystem.APPROACH_HOURS).depthHpa()).isZero();
    assertThat(storm.profile(7).depthHpa()).isEqualTo(29);
    for (int age = -24; age < 7; age++) {
      assertThat(storm.profile(age + 1).depthHpa())
          .isGreaterThanOrEqualTo(storm.profile(age).depthHpa());
    }
    for (int age = 7; age < 60; age++) {
      assertThat(storm.profile(age + 1).depthHpa()).isLessThan(storm.profile(age).depthHpa());
    }
    assertThat(storm.profile(StormSystem.LIFETIME_HOURS).depthHpa()).isZero();
  }

  @Test
  void frontTurnsAroundTheCentreLikeTheWind() {
    // Anticlockwise: the southern end moves east.
    assertThat(storm.front(10).slope()).isLessThan(storm.front(0).slope());
    ColdFront front = storm.front(AGE);
    double south = front.centreNorthKm() - 200;
    double onTheLine = front.centreEastKm() - 200 * front.slope();
    assertThat(front.aheadKm(onTheLine, south)).isCloseTo(0, within(1e-9));
    assertThat(front.aheadKm(onTheLine + 50, south)).isPositive();
    assertThat(front.sharpness(south)).isEqualTo(1);
    assertThat(front.sharpness(front.centreNorthKm() + 60)).isZero();
  }

  @Test
  void movesWithItsSpeed() {
    double east = storm.centreEastKm(5) - storm.centreEastKm(4);
    double north = storm.centreNorthKm(5) - storm.centreNorthKm(4);
    assertThat(Math.hypot(east, north)).isCloseTo(54, within(1e-9)); // 15 m/s
  }

  @Test
  void backgroundWindIsGeostrophic() {
    // u = -(1 / (rho f)) dp/dy
    double perMetre = (Background.pressureHpa(1, 0) - Background.pressureHpa(0, 0)) * 100 / 1000;
    Wind wind = Background.wind(0, CORIOLIS);
    assertThat(wind.east())
        .isCloseTo(-perMetre / (HollandProfile.AIR_DENSITY * CORIOLIS), within(1e-9));
    assertThat(wind.north()).isZero();
    assertThat(wind.fromDegrees()).isEqualTo(270);
  }

  /** Slope of the low's pressure, Pa/m, by central difference. */
  private double slope(double east, double north, double stepEast, double stepNorth) {
    HollandProfile profile = storm.profile(AGE);
    double here = profile.deficitHpa(storm.distanceKm(east - stepEast, north - stepNorth, AGE));
    double there = profile.deficitHpa(storm.distanceKm(east + stepEast, north + stepNorth, AGE));
    return (here - there) * 100 / 2000;
  }

  private interface Place {
    void check(double eastKm, double northKm);
  }

  private void forEachPlace(Place place) {
    for (int east = -600; east <= 600; east += 60) {
      for (int north = -600; north <= 600; north += 60) {
        if (storm.distanceKm(east, north, AGE) > 10) {
          place.check(east, north);
        }
      }
    }
  }
}
