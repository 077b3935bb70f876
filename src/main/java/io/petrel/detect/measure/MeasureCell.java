package io.petrel.detect.measure;

import io.petrel.rule.Measure;
import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/** One measure for all rules that use it, computed once for each observation. Not thread-safe. */
public final class MeasureCell {
  private static final double HOUR = 3_600_000.0;

  private final Measure measure;
  private final FieldSelector readings;
  private final EvaluationContext evaluation;
  private final String key;
  private final long windowMillis;
  private long computedIn = -1;
  private @Nullable Observation computedFor;
  private double value = Double.NaN;

  MeasureCell(Measure measure, @Nullable ObservationFilter filter, EvaluationContext evaluation) {
    this.measure = measure;
    this.readings = FieldSelector.of(measure, filter);
    this.evaluation = evaluation;
    this.windowMillis = measure.window().toMillis();
    String only =
        measure.observations() == null ? "" : measure.observations().condition().canonical();
    this.key = measure.kind() + " " + measure.fieldName() + " " + windowMillis + " " + only;
  }

  /** Identifies the measure in state. */
  String key() {
    return key;
  }

  long windowMillis() {
    return windowMillis;
  }

  /** Whether it needs the observation before, however old, beyond any window. */
  boolean needsAnchor() {
    return measure.kind() == Measure.Kind.PREVIOUS || measure.kind() == Measure.Kind.SINCE;
  }

  /** The measure at an observation; NaN when missing or when its observations are gone. */
  @SuppressWarnings("ReferenceEquality") // Two equal observations are still two.
  public double at(Observation observation) {
    if (computedIn != evaluation.number() || computedFor != observation) {
      int index = indexOf(observation);
      value = index < 0 ? Double.NaN : compute(evaluation.history(), index);
      computedIn = evaluation.number();
      computedFor = observation;
    }
    return value;
  }

  private int indexOf(Observation observation) {
    ObservationBuffer history = evaluation.history();
    return evaluation.isAt(observation) ? history.size() - 1 : history.indexOf(observation);
  }

  /** As {@link io.petrel.rule.EvaluationScope#extreme}, at an observation. Not cached. */
  public @Nullable Observation extreme(Observation observation) {
    ObservationBuffer history = evaluation.history();
    int index = indexOf(observation);
    if (index < 0 || Double.isNaN(at(observation))) {
      return null;
    }
    return switch (measure.kind()) {
      case PREVIOUS, SINCE -> before(history, index);
      case AVG, SUM, COUNT -> null;
      case CHANGE, RATE -> best(history, index, (reading, best) -> true);
      case FALL, MAX -> best(history, index, (reading, best) -> reading > best);
      case RISE, MIN -> best(history, index, (reading, best) -> reading < best);
    };
  }

  /** Whether a reading replaces a newer one. */
  private interface Better {
    boolean than(double reading, double best);
  }

  private @Nullable Observation best(ObservationBuffer history, int index, Better better) {
    Observation found = null;
    double best = Double.NaN;
    for (int i = index, first = firstOfWindow(history, index); i >= first; i--) {
      double reading = readings.at(history, i);
      if (!Double.isNaN(reading) && (found == null || better.than(reading, best))) {
        found = history.get(i);
        best = reading;
      }
    }
    return found;
  }

  private int firstOfWindow(ObservationBuffer history, int index) {
    return history.firstSince(history.get(index).timeMillis() - windowMillis);
  }

  /** Whether this observation counts for {@code previous} or {@code since}. */
  boolean counts(ObservationBuffer history, int index) {
    return readings.passes(history, index)
        && (measure.kind() != Measure.Kind.SINCE || readings.has(history.get(index)));
  }

  private double compute(ObservationBuffer history, int index) {
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

  private @Nullable Observation before(ObservationBuffer history, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (counts(history, i)) {
        return history.get(i);
      }
    }
    return history.anchors().get(key);
  }

  private double overWindow(ObservationBuffer history, int index) {
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
    ObservationBuffer.@Nullable Column column = history.column(readings);
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
