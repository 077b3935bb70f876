package io.petrel.rule.expr;

import io.petrel.issue.Spot;
import io.petrel.rule.Condition;
import io.petrel.rule.Measure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the distinct measures of a rule while its expressions are compiled. */
public final class MeasureTable {
  private final List<Measure> measures = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private final Measure.@Nullable Filter observations;

  /** Where a measure is written. */
  public record Use(Measure measure, Spot spot) {}

  /**
   * Starts a table.
   *
   * @param observations the rule's filter, which all its measures share; null = none
   */
  public MeasureTable(@Nullable Condition observations) {
    this.observations = observations == null ? null : new Measure.Filter(observations);
  }

  Measure.@Nullable Filter observations() {
    return observations;
  }

  /** The slot of a measure; adds it when it is new. */
  int slot(Measure measure, Spot spot) {
    uses.add(new Use(measure, spot));
    int known = measures.indexOf(measure);
    if (known >= 0) {
      return known;
    }
    measures.add(measure);
    return measures.size() - 1;
  }

  public List<Measure> measures() {
    return List.copyOf(measures);
  }

  /** Each mention of a measure, in text order. */
  public List<Use> uses() {
    return List.copyOf(uses);
  }
}
