package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HollandProfileTest {
  private static final double CORIOLIS = 1.157e-4; // 52.5 degrees north

  @Test
  void pressureFollowsTheFormula() {
    HollandProfile profile = new HollandProfile(40, 200, 1.2);

    assertThat(profile.deficitHpa(200)).isCloseTo(40 * (1 - 1 / Math.E), within(1e-9));
    // A = Rmax^B; p = pc + (pn - pc) exp(-A / r^B), worked out with A for 500 km.
    double a = Math.pow(200, 1.2);
    assertThat(40 - profile.deficitHpa(500))
        .isCloseTo(40 * Math.exp(-a / Math.pow(500, 1.2)), within(1e-9));
    assertThat(profile.deficitHpa(0)).isCloseTo(40, within(1e-6));
    assertThat(profile.deficitHpa(100_000)).isLessThan(0.05);
  }

  @Test
  void pressureRisesOutwards() {
    HollandProfile profile = new HollandProfile(40, 200, 1.2);
    for (int km = 10; km < 2000; km += 10) {
      assertThat(profile.deficitHpa(km)).isGreaterThan(profile.deficitHpa(km + 10));
    }
  }

  @Test
  void windBalancesThePressureGradient() {
    HollandProfile profile = new HollandProfile(33, 220, 1.05);
    for (int km = 20; km <= 1500; km += 20) {
      double gradient =
          (profile.deficitHpa(km - 0.01) - profile.deficitHpa(km + 0.01)) * 100 / 20; // Pa/m
      double wind = profile.gradientWind(km, CORIOLIS);
      double centrifugal = wind * wind / (km * 1000.0);
      double forces = HollandProfile.AIR_DENSITY * (centrifugal + CORIOLIS * wind);
      assertThat(forces).as("%d km", km).isCloseTo(gradient, within(gradient * 1e-3));
    }
  }

  @Test
  void windIsStrongestNearTheRadiusAndCalmInTheCentre() {
    HollandProfile profile = new HollandProfile(60, 50, 1.5);
    double strongest = profile.gradientWind(50, CORIOLIS);
    assertThat(profile.gradientWind(1, CORIOLIS)).isLessThan(1);
    assertThat(profile.gradientWind(20, CORIOLIS)).isLessThan(strongest);
    assertThat(profile.gradientWind(150, CORIOLIS)).isLessThan(strongest);
    // Holland's eq. (6): cyclostrophic maximum sqrt(B / (rho e)) sqrt(pn - pc).
    assertThat(profile.gradientWind(50, 0))
        .isCloseTo(Math.sqrt(1.5 / (HollandProfile.AIR_DENSITY * Math.E) * 6000), within(1e-9));
  }

  @Test
  void noLowMeansNoWind() {
    HollandProfile flat = new HollandProfile(0, 220, 1.05);
    assertThat(flat.deficitHpa(300)).isZero();
    assertThat(flat.gradientWind(300, CORIOLIS)).isZero();
  }
}
