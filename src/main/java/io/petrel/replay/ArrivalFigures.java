package io.petrel.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Reason;
import io.petrel.replay.Backtest.Told;
import io.petrel.text.Durations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How good immediate alerts were over history as it arrived, beside a run that waits until they are
 * certain.
 *
 * @param records alert records of the immediate run
 * @param provisional how long after it came out each provisional record could still be changed
 * @param incidents announced in the immediate run
 * @param withdrawn incidents that were withdrawn in the end
 * @param corrected incidents with a correction
 * @param earlier of each incident that both runs announced, how much earlier the immediate one did;
 *     negative = later
 * @param late reports that came later than {@code revise-for}; no rule saw them
 */
public record ArrivalFigures(
    long records,
    Spread provisional,
    long incidents,
    long withdrawn,
    long corrected,
    Spread earlier,
    long late) {

  /**
   * Some durations.
   *
   * @param p95Millis 95 of 100 are at most this long
   */
  public record Spread(long count, long medianMillis, long p95Millis, long longestMillis) {
    static Spread of(List<Long> millis) {
      List<Long> sorted = millis.stream().sorted().toList();
      return new Spread(sorted.size(), rank(sorted, 50), rank(sorted, 95), rank(sorted, 100));
    }

    /** The smallest value that so many percent do not exceed. */
    private static long rank(List<Long> sorted, int percent) {
      if (sorted.isEmpty()) {
        return 0;
      }
      return sorted.get(Math.max(1, (sorted.size() * percent + 99) / 100) - 1);
    }

    String words() {
      return "median %s, p95 %s, longest %s"
          .formatted(signed(medianMillis), signed(p95Millis), signed(longestMillis));
    }

    private static String signed(long millis) {
      return millis < 0 ? "-" + Durations.words(-millis) : Durations.words(millis);
    }

    private ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("count", count)
          .put("median_ms", medianMillis)
          .put("p95_ms", p95Millis)
          .put("longest_ms", longestMillis);
    }
  }

  /**
   * Compares two runs of one set of rules.
   *
   * @param immediate told what a report completed when it arrived
   * @param certain told it when no earlier report could come
   */
  public static ArrivalFigures of(Backtest.Outcome immediate, Backtest.Outcome certain) {
    Map<String, Long> announcedWhenCertain = announced(certain.told());
    List<Long> provisional = new ArrayList<>();
    Map<String, Told> last = new HashMap<>();
    Set<String> corrected = new HashSet<>();
    for (Told told : immediate.told()) {
      if (told.provisionalUntilMillis() != 0) {
        provisional.add(Math.max(0, told.provisionalUntilMillis() - told.atMillis()));
      }
      last.merge(
          told.incident(), told, (one, other) -> one.sequence() > other.sequence() ? one : other);
      if (told.reason() == Reason.CORRECTED) {
        corrected.add(told.incident());
      }
    }
    List<Long> earlier = new ArrayList<>();
    announced(immediate.told())
        .forEach(
            (incident, at) -> {
              Long then = announcedWhenCertain.get(incident);
              if (then != null) {
                earlier.add(then - at);
              }
            });
    return new ArrivalFigures(
        immediate.told().size(),
        Spread.of(provisional),
        last.size(),
        last.values().stream().filter(told -> told.reason() == Reason.WITHDRAWN).count(),
        corrected.size(),
        Spread.of(earlier),
        immediate.late());
  }

  /** When the first record of each incident came out. */
  private static Map<String, Long> announced(List<Told> told) {
    Map<String, Long> first = new HashMap<>();
    told.forEach(each -> first.merge(each.incident(), each.atMillis(), Math::min));
    return first;
  }

  /** The figures in words, one line each. */
  public List<String> words() {
    return List.of(
        "provisional: %s of %s alert records%s"
            .formatted(count(provisional.count()), count(records), more(provisional)),
        "incidents: %s, withdrawn %s (%s), corrected %s (%s)"
            .formatted(
                count(incidents),
                count(withdrawn),
                percent(withdrawn),
                count(corrected),
                percent(corrected)),
        "earlier than with when-certain, incidents that both announce: %s%s"
            .formatted(count(earlier.count()), more(earlier)),
        "later than revise-for, seen by no rule: %s of the reports".formatted(count(late)));
  }

  private static String more(Spread spread) {
    return spread.count() == 0 ? "" : "; " + spread.words();
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private String percent(long part) {
    return String.format(Locale.ROOT, "%.1f %%", incidents == 0 ? 0 : 100.0 * part / incidents);
  }

  /** As one line of JSON, under the key {@code arrival}. */
  public String json() {
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("records", records)
            .put("incidents", incidents)
            .put("withdrawn", withdrawn)
            .put("corrected", corrected)
            .put("late", late);
    figures.set("provisional", provisional.json());
    figures.set("earlier_than_when_certain", earlier.json());
    return JsonNodeFactory.instance.objectNode().<ObjectNode>set("arrival", figures).toString();
  }
}
