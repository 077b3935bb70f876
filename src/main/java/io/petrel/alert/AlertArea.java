package io.petrel.alert;

import java.util.List;

/**
 * Where a danger is (CAP {@code area}).
 *
 * @param areaDesc the stations in words
 * @param places the stations of the incident, in order of joining
 */
public record AlertArea(String areaDesc, List<AlertPlace> places) {
  public AlertArea {
    places = List.copyOf(places);
  }
}
