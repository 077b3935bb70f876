package io.petrel.detect;

import io.petrel.rule.Measure;
import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One measure for all rules that ask for it: computed at most once for each observation. Not
 * thread-safe.
 */
final class MeasureCell {
  private static final double HOUR = 3_600_000.0;

  private final Measure measure;
  private final Readings readings;
  private final Pass pass;
  private final String key;
  private final long windowMillis;
  private long computedIn = -1;
  private double value = Double.NaN;

  MeasureCell(Measure measure, @Nullable Filter filter, Pass pass) {
    this.measure = measure;
    this.readings = Readings.of(measure, filter);
    this.pass = pass;
    this.windowMillis = measure.window().toMillis();
    String field =
        measure.variable() == null ? "extra." + measure.extra() : measure.variable().name();
    String only = measure.observations() == null ? "" : measure.observations().text();
    this.key = measure.kind() + " " + field + " " + windowMillis + " " + only;
  }

  /** Names the measure in state. */
  String key() {
    return key;
  }

  long windowMillis() {
    return windowMillis;
  }

  /** Whether an observation older than any window counts: the one before, however long ago. */
  boolean needsAnchor() {
    return measure.kind() == Measure.Kind.PREVIOUS || measure.kind() == Measure.Kind.SINCE;
  }

  /** The measure at an observation; NaN when missing or when what it needs is gone. */
  double at(Observation observation) {
    if (!pass.isAt(observation)) {
      int index = pass.history().indexOf(observation);
      return index < 0 ? Double.NaN : compute(pass.history(), index);
    }
    if (computedIn != pass.number()) {
      value = compute(pass.history(), pass.history().size() - 1);
      computedIn = pass.number();
    }
    return value;
  }

  /** Whether {@code previous} or {@code since} would stop at this observation. */
  boolean counts(History history, int index) {
    return readings.passes(history, index)
        && (measure.kind() != Measure.Kind.SINCE || readings.has(history.get(index)));
  }

  private double compute(History history, int index) {
    return switch (measure.kind()) {
      case PREVIOUS -> {
        Observation before = before(history, index);
        yield before == null ? Double.NaN : readings.field(before);
      }
      case SINCE -> {
        Observation before = before(history, index);
        yield before == null
            ? Double.NaN
            : (history.get(index).timeMillis() - before.timeMillis()) / 1000.0;
      }
      case CHANGE, FALL, RISE, MIN, MAX, AVG, SUM, COUNT, RATE -> overWindow(history, index);
    };
  }

  private @Nullable Observation before(History history, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (counts(history, i)) {
        return history.get(i);
      }
    }
    return history.anchors().get(key);
  }

  private double overWindow(History history, int index) {
    Observation current = history.get(index);
    long from = current.timeMillis() - windowMillis;
    if (index < history.size() - 1 && from <= history.droppedTo()) {
      return Double.NaN;
    }
    int count = 0;
    double sum = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    double oldest = Double.NaN;
    int oldestIndex = index;
    History.@Nullable Column column = history.column(readings);
    for (int i = index, first = history.firstSince(from); i >= first; i--) {
      double reading = column == null ? readings.at(history, i) : column.at(i);
      if (Double.isNaN(reading)) {
        continue;
      }
      count++;
      sum += reading;
      lowest = Math.min(lowest, reading);
      highest = Math.max(highest, reading);
      oldest = reading;
      oldestIndex = i;
    }
    if (measure.kind() == Measure.Kind.COUNT) {
      return count;
    }
    if (count == 0) {
      return Double.NaN;
    }
    double now = readings.field(current);
    long elapsedMillis = current.timeMillis() - history.get(oldestIndex).timeMillis();
    return switch (measure.kind()) {
      case CHANGE -> now - oldest;
      case FALL -> highest - now;
      case RISE -> now - lowest;
      case MIN -> lowest;
      case MAX -> highest;
      case AVG -> sum / count;
      case SUM -> sum;
      case RATE -> elapsedMillis == 0 ? Double.NaN : (now - oldest) * HOUR / elapsedMillis;
      case COUNT, PREVIOUS, SINCE -> throw new IllegalStateException(key);
    };
  }
}
