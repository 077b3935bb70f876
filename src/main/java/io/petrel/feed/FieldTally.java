package io.petrel.feed;

import io.petrel.feed.mapping.FieldRule;
import io.petrel.weather.Unit;
import java.util.TreeSet;

/** Counts what became of the values of one source. Not thread-safe. */
final class FieldTally {
  private final FieldRule rule;
  private final TreeSet<String> units = new TreeSet<>();
  private long written;
  private long converted;
  private long missing;
  private long implausible;
  private long rejected;
  private long calm;
  private long overlapping;

  FieldTally(FieldRule rule) {
    this.rule = rule;
  }

  void missing() {
    missing++;
  }

  void implausible() {
    implausible++;
  }

  void rejected() {
    rejected++;
  }

  void overlapping() {
    overlapping++;
  }

  void written(Unit from) {
    written++;
    if (from != rule.targetUnit()) {
      converted++;
      units.add(from.symbol());
    }
  }

  /** A direction that was counted as written is none. */
  void becameCalm() {
    written--;
    calm++;
  }

  ImportReport.Field count() {
    return new ImportReport.Field(
        rule.target().name(),
        rule.source(),
        units.isEmpty() ? rule.targetUnit().symbol() : String.join(", ", units),
        rule.targetUnit().symbol(),
        written,
        converted,
        missing,
        implausible,
        rejected,
        calm,
        overlapping);
  }
}
