package io.petrel.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An invented coast: islands in the west, a coast, a lowland and hills in the east. */
final class StationNetwork {
  private static final List<String> FIRST =
      List.of(
          "Kell", "Brae", "Ors", "Tarn", "Vik", "Hal", "Mor", "Sund", "Fenn", "Garth", "Ler",
          "Strom", "Aska", "Dun", "Eld", "Thor", "Wick", "Ran", "Ulf", "Skel", "Quen", "Nor", "Pol",
          "Isk", "Cald", "Bryn", "Yar", "Linn", "Hav", "Roe");
  private static final List<String> ISLAND_LAST = List.of("ay", "holm", " Skerry", "sey", " Light");
  private static final List<String> COAST_LAST =
      List.of("haven", " Point", "mouth", " Harbour", "ness");
  private static final List<String> LOWLAND_LAST = List.of("ford", "field", "ham", " Mill", "wold");
  private static final List<String> UPLAND_LAST =
      List.of(" Fell", " Moor", "dale", " Top", " Pass");

  private static final List<Terrain> TERRAINS =
      List.of(Terrain.ISLAND, Terrain.COAST, Terrain.LOWLAND, Terrain.UPLAND);

  private StationNetwork() {}

  /** Creates stations, evenly distributed over the terrains. */
  static List<SimulatedStation> of(long seed, int count) {
    SeededRandom dice = SeededRandom.of(seed, "network", 0);
    List<SimulatedStation> stations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int digits = Math.max(2, Integer.toString(count).length());
    for (int i = 0; i < count; i++) {
      Terrain terrain = TERRAINS.get(i % TERRAINS.size());
      String id = "sim:S%0" + digits + "d";
      stations.add(place(id.formatted(i + 1), name(dice, terrain, names), terrain, dice));
    }
    return List.copyOf(stations);
  }

  private static SimulatedStation place(
      String id, String name, Terrain terrain, SeededRandom dice) {
    return switch (terrain) {
      case ISLAND -> in(id, name, terrain, dice, -185, -90, -150, 140, 3, 45);
      case COAST -> in(id, name, terrain, dice, -75, -35, -165, 165, 2, 40);
      case LOWLAND -> in(id, name, terrain, dice, -15, 95, -165, 60, 15, 120);
      case UPLAND -> in(id, name, terrain, dice, 60, 185, -40, 165, 220, 620);
    };
  }

  private static SimulatedStation in(
      String id,
      String name,
      Terrain terrain,
      SeededRandom dice,
      double west,
      double east,
      double south,
      double north,
      double low,
      double high) {
    return new SimulatedStation(
        id,
        name,
        terrain,
        dice.between(west, east),
        dice.between(south, north),
        Math.rint(dice.between(low, high)));
  }

  private static String name(SeededRandom dice, Terrain terrain, Set<String> taken) {
    List<String> last = last(terrain);
    String name = "";
    for (int attempt = 0; attempt < 100; attempt++) {
      name = FIRST.get(dice.below(FIRST.size())) + last.get(dice.below(last.size()));
      if (taken.add(name)) {
        return name;
      }
    }
    // A large network needs more names than there are, so these are numbered.
    String numbered = name + " " + (taken.size() + 1);
    taken.add(numbered);
    return numbered;
  }

  private static List<String> last(Terrain terrain) {
    return switch (terrain) {
      case ISLAND -> ISLAND_LAST;
      case COAST -> COAST_LAST;
      case LOWLAND -> LOWLAND_LAST;
      case UPLAND -> UPLAND_LAST;
    };
  }
}
