package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.display.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the charts drawn last: one alert goes to many readers who share units and time zone, and a
 * chart costs more than all the rest of a mail. Safe for many threads.
 */
final class ChartCache {
  /** About 100 KB each. */
  private static final int MOST = 16;

  private record Key(String identifier, Reader reader) {}

  private final Map<Key, Optional<EvidenceChart.Drawing>> drawings =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Key, Optional<EvidenceChart.Drawing>> eldest) {
          return size() > MOST;
        }
      };

  Optional<EvidenceChart.Drawing> draw(Alert alert, Reader reader) {
    Key key = new Key(alert.identifier(), reader);
    synchronized (drawings) {
      Optional<EvidenceChart.Drawing> known = drawings.get(key);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: two threads may draw the same, which only costs time.
    Optional<EvidenceChart.Drawing> drawn = EvidenceChart.draw(alert, reader);
    synchronized (drawings) {
      drawings.put(key, drawn);
    }
    return drawn;
  }
}
