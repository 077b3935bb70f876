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
  private long derived;
  private long clipped;

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

  /** A value was made of other values of its report. */
  void derived() {
    written++;
    derived++;
  }

  /** A value just over the field's limit became the limit. */
  void clipped() {
    clipped++;
  }

  void written(Unit from) {
    written++;
    if (from != rule.targetUnit()) {
      converted++;
      units.add(from.symbol());
    }
  }

  /** A sum that was counted as written tells no rain since the report before. */
  void becameOverlapping(Unit from) {
    written--;
    converted -= from == rule.targetUnit() ? 0 : 1;
    overlapping++;
  }

  /** A direction that was counted as written is none. */
  void becameCalm() {
    written--;
    calm++;
  }

  /** A part of a position that was counted as written is a placeholder. */
  void becameNoPlace(Unit from) {
    written--;
    converted -= from == rule.targetUnit() ? 0 : 1;
    implausible++;
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
        overlapping,
        derived,
        clipped);
  }
}
