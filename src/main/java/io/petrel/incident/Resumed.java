package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertReference;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Resumption;
import io.petrel.incident.AffectedArea.AffectedStation;
import io.petrel.incident.PublishedHistory.PublishedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An incident rebuilt from its last record. The record does not have the time of the last match, so
 * now is assumed: the incident ends when nothing matches for {@code quiet} from now on. The next
 * match restores its rule's terms.
 */
final class Resumed {
  private Resumed() {}

  /**
   * @param nowMillis the present event time
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
        published(last),
        0,
        false,
        last.message(),
        List.of(),
        new IncidentTerms(
            last.incidentBy(), quietMillis(last, settings), 0, 0, false, false, 0, List.of()),
        resumption.openedMillis());
  }

  /**
   * The rule's {@code quiet}, from the record's validity: the inverse of {@link
   * AlertFactory#validMillis}. Longer, never shorter, if {@code remind} is longer than {@code
   * expires}, or if {@code expires} was shorter then.
   */
  private static long quietMillis(Alert last, IncidentSettings settings) {
    long valid = last.expiresMillis() - last.sentMillis();
    long beyondExpires = valid - settings.expires().toMillis();
    return Math.max(1, beyondExpires > 0 ? Math.min(beyondExpires, valid / 2) : valid / 2);
  }

  private static PublishedHistory published(Alert last) {
    long valid = last.expiresMillis() - last.sentMillis();
    List<PublishedRecord> records = new ArrayList<>();
    for (AlertReference earlier : last.references()) {
      records.add(new PublishedRecord(earlier, earlier.sentMillis() + valid));
    }
    records.add(
        new PublishedRecord(
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
