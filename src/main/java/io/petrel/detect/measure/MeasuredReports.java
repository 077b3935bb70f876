package io.petrel.detect.measure;

import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.List;

/**
 * The measures of a rule at any report of a station, computed as in a job, over all reports before
 * it. Not thread-safe.
 */
public final class MeasuredReports {
  private final List<MeasureCell> cells;

  /**
   * Takes the reports.
   *
   * @param measures as in {@link Rule#measures()}
   * @param reports of one station, as {@code DryRun.inOrder} gives them
   */
  public MeasuredReports(List<Measure> measures, List<Observation> reports) {
    SharedParts parts = new SharedParts();
    ObservationBuffer history = new ObservationBuffer();
    reports.forEach(history::add);
    parts.evaluation().look(history);
    this.cells = measures.stream().map(parts::measure).toList();
  }

  /**
   * A measure; NaN when missing.
   *
   * @param slot place among the measures
   * @param at one of the reports, not a copy of it
   */
  public double at(int slot, Observation at) {
    return cells.get(slot).at(at);
  }
}
