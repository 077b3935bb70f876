package io.petrel.simulate;

/**
 * The surroundings of a station. Gust factors (3 s gust over 10 min mean) are those of Harper,
 * Kepert and Ginger (2010), WMO/TD-1555, table 1.1: off-sea 1.38, off-land 1.52, in-land 1.66. The
 * ratio of the wind at 10 m to the gradient wind is an estimate, from 0.8 over the open sea (Powell
 * 1980, Mon. Wea. Rev. 108, 757) down to half over rough land.
 */
enum Terrain {
  ISLAND("Westerholm Isles", 0.74, 1.38, 0.25, 1.0),
  COAST("Skarne Coast", 0.62, 1.52, 0.5, 1.0),
  LOWLAND("Marrow Vale", 0.43, 1.66, 1.0, 1.0),
  UPLAND("Ardhern Hills", 0.52, 1.66, 0.8, 2.2);

  private final String region;
  private final double windShare;
  private final double gustFactor;
  private final double diurnalShare;
  private final double orographicFactor;

  Terrain(
      String region,
      double windShare,
      double gustFactor,
      double diurnalShare,
      double orographicFactor) {
    this.region = region;
    this.windShare = windShare;
    this.gustFactor = gustFactor;
    this.diurnalShare = diurnalShare;
    this.orographicFactor = orographicFactor;
  }

  /** The forecast region in which such stations lie. */
  String region() {
    return region;
  }

  /** Wind at 10 m over gradient wind. */
  double windShare() {
    return windShare;
  }

  double gustFactor() {
    return gustFactor;
  }

  /** Size of the daily temperature wave; 1 far from the sea. */
  double diurnalShare() {
    return diurnalShare;
  }

  /** Factor on the steady rain of moist air that hills lift. */
  double orographicFactor() {
    return orographicFactor;
  }
}
