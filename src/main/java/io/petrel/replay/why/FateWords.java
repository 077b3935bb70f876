package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.Match;
import java.time.Duration;
import java.util.Locale;

/** Says what became of a match. */
final class FateWords {
  private final TimeWords times;

  FateWords(TimeWords times) {
    this.times = times;
  }

  Cause cause(Fate fate) {
    return new Cause(fate.kind(), text(fate));
  }

  private String text(Fate fate) {
    Match match = fate.match();
    Alert told = fate.told();
    if (told != null) {
      return "it was told: %s, %s, \"%s\""
          .formatted(
              word(told.reason()), word(told.message().severity()), told.message().headline());
    }
    Alert opened = fate.opened();
    Match before = fate.before();
    if (opened == null) {
      return "it matched, but nothing was told of it by the end of the data";
    }
    if (fate.kind() == Cause.Kind.INHIBITED) {
      return "it matched, but the incident of '%s' at the same place, open since %s, silences it"
          .formatted(opened.rule(), times.of(opened.sentMillis()));
    }
    long quiet = match.incident().quietMillis();
    String start =
        "it matched, but belongs to the incident open since %s, so nothing new was told"
            .formatted(times.of(opened.sentMillis()));
    if (before == null) {
      return start;
    }
    return start
        + ": the match before was at %s, %s earlier, and quiet is %s; without a match until %s a new alert would have come"
            .formatted(
                times.of(before.timeMillis()),
                TimeWords.of(Duration.ofMillis(match.timeMillis() - before.timeMillis())),
                TimeWords.of(Duration.ofMillis(quiet)),
                times.of(before.timeMillis() + quiet));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
