package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertReference;
import io.petrel.alert.IncidentTerms;
import io.petrel.alert.Resumption;
import io.petrel.incident.AffectedArea.AffectedStation;
import io.petrel.incident.PublishedHistory.ToldRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An incident as its last record tells it. The record does not say when it was matched last: until
 * now, is assumed, so it ends when nothing matches for {@code quiet} from now on. The next match
 * brings its rule's terms again.
 */
final class Resumed {
  private Resumed() {}

  /**
   * The incident.
   *
   * @param nowMillis event time up to which the engine has got
   */
  static IncidentState state(Resumption resumption, long nowMillis, IncidentSettings settings) {
    Alert last = resumption.last();
    long matched = Math.max(nowMillis, last.sentMillis());
    return new IncidentState(
        last.rule(),
        last.ruleVersion(),
        resumption.openedMillis(),
        last.onsetMillis(),
        new AffectedArea(
            last.places().stream()
                .map(place -> new AffectedStation(place, matched, AffectedArea.NEVER))
                .toList(),
            AffectedArea.NEVER),
        new SeverityMemory(Map.of(last.message().severity(), matched)),
        last.matches(),
        0,
        last.peak(),
        told(last),
        0,
        false,
        last.message(),
        List.of(),
        new IncidentTerms(last.incidentBy(), quietMillis(last, settings), 0, 0, List.of()),
        resumption.openedMillis());
  }

  /**
   * The rule's {@code quiet}, from how long the record is valid: {@link AlertFactory#validMillis}
   * the other way round. Longer, never shorter, if the rule reminds of it more rarely than records
   * expire, or if {@code expires} was shorter then.
   */
  private static long quietMillis(Alert last, IncidentSettings settings) {
    long valid = last.expiresMillis() - last.sentMillis();
    long beyondExpires = valid - settings.expires().toMillis();
    return Math.max(1, beyondExpires > 0 ? Math.min(beyondExpires, valid / 2) : valid / 2);
  }

  private static PublishedHistory told(Alert last) {
    long valid = last.expiresMillis() - last.sentMillis();
    List<ToldRecord> records = new ArrayList<>();
    for (AlertReference earlier : last.references()) {
      records.add(new ToldRecord(earlier, earlier.sentMillis() + valid));
    }
    records.add(
        new ToldRecord(
            new AlertReference(last.sender(), last.identifier(), last.sentMillis()),
            last.expiresMillis()));
    return new PublishedHistory(
        last.sequence() + 1,
        last.sentMillis(),
        last.message().severity(),
        last.places().size(),
        records);
  }
}
