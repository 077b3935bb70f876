package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import java.util.List;

/** Where an alert is, in words. */
final class PlaceWords {
  private static final int SHOWN = 8;

  private PlaceWords() {}

  /** The stations with their ids, the first few of many. */
  static String stations(Alert alert) {
    List<AlertPlace> places = alert.places();
    String shown =
        String.join(", ", places.stream().limit(SHOWN).map(PlaceWords::station).toList());
    return places.size() <= SHOWN
        ? shown
        : "%s and %d more".formatted(shown, places.size() - SHOWN);
  }

  private static String station(AlertPlace place) {
    return place.name().equals(place.stationId())
        ? place.stationId()
        : "%s (%s)".formatted(place.name(), place.stationId());
  }
}
