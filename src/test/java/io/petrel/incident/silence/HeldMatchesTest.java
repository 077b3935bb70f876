package io.petrel.incident.silence;

import static io.petrel.incident.Detections.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Match;
import io.petrel.incident.Detections;
import io.petrel.incident.silence.FeedSilenceState.Held;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against the same kept in one map and looked through each time. */
class HeldMatchesTest {
  private static final long SEED = Long.getLong("petrel.seed", 1L);

  private final HeldMatches matches = new HeldMatches();
  private final TreeMap<String, Held> all = new TreeMap<>();
  private final Random random = new Random(SEED);

  @Test
  void answersAsIfItLookedThroughAll() {
    for (int step = 0; step < 3_000; step++) {
      change();
      assertThat(matches.all())
          .as("-Dpetrel.seed=%d", SEED)
          .containsExactlyElementsOf(all.values());
      assertThat(matches.size()).isEqualTo(all.size());
      assertThat((long) matches.stations())
          .isEqualTo(all.values().stream().map(h -> h.match().stationId()).distinct().count());
    }
  }

  private void change() {
    Match match =
        Detections.match("r" + random.nextInt(3), "s" + random.nextInt(20), random.nextInt(60))
            .build();
    switch (random.nextInt(9)) {
      case 0 -> {
        matches.remove(match);
        all.remove(key(match));
      }
      case 1 -> {
        matches.heard(match.stationId(), match.timeMillis());
        all.values()
            .removeIf(
                held ->
                    held.match().stationId().equals(match.stationId())
                        && held.match().timeMillis() < match.timeMillis());
      }
      case 2 -> {
        long until = at(random.nextInt(60));
        List<Held> due =
            all.values().stream()
                .filter(held -> held.dueMillis() <= until)
                .sorted(Comparator.comparingLong(Held::dueMillis))
                .toList();
        assertThat(matches.takeDue(until)).isEqualTo(due);
        all.values().removeAll(due);
      }
      case 3 -> {
        long due = at(random.nextInt(90));
        if (random.nextInt(10) == 0) {
          matches.postpone(due);
          all.replaceAll((key, held) -> new Held(held.match(), due));
        }
      }
      default -> {
        Held held = new Held(match, at(random.nextInt(90)));
        matches.put(held);
        all.put(key(match), held);
      }
    }
  }

  private static String key(Match match) {
    return match.stationId() + "\n" + match.rule();
  }
}
