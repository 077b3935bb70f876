package io.petrel.feed.mapping;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of stations besides their reports. Immutable.
 *
 * @param match text of a report by which its station is found; null = the station's id
 * @param stations by that text
 */
public record StationTable(@Nullable MappingTemplate match, Map<String, Entry> stations) {
  /** No table. */
  public static final StationTable NONE = new StationTable(null, Map.of());

  public StationTable {
    stations = Map.copyOf(stations);
  }

  /**
   * One station.
   *
   * @param zone whose clock its reports show; null = not known
   * @param values by field, in the field's unit
   */
  public record Entry(
      @Nullable String name,
      @Nullable String region,
      @Nullable ZoneId zone,
      Map<FieldTarget, Double> values) {
    public Entry {
      values = Map.copyOf(new HashMap<>(values));
    }
  }

  public boolean isEmpty() {
    return stations.isEmpty();
  }

  /** The station of a report; null if it is not in the table. */
  public @Nullable Entry find(String stationId, Map<String, String> names) {
    return stations.get(match == null ? stationId : match.expand(names));
  }
}
