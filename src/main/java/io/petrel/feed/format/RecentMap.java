package io.petrel.feed.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers something of each station, and forgets those that were not asked for longest. */
public final class RecentMap<V> {
  private final Map<String, V> map;

  /**
   * @param most stations that are remembered
   */
  public RecentMap(int most) {
    this.map =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
          }
        };
  }

  public @Nullable V get(String station) {
    return map.get(station);
  }

  public void put(String station, V value) {
    map.put(station, value);
  }
}
