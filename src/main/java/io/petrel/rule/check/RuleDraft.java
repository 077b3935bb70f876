package io.petrel.rule.check;

import io.petrel.issue.Spot;
import io.petrel.rule.Rule;
import io.petrel.rule.expr.MeasureTable;
import java.util.List;

/**
 * A compiled rule with the places of its parts, before it is checked as a whole.
 *
 * @param fileName name of its file, without folder
 * @param measureUses where each measure is written
 */
public record RuleDraft(
    Rule rule, String fileName, RulePlaces places, List<MeasureTable.Use> measureUses) {
  public RuleDraft {
    measureUses = List.copyOf(measureUses);
  }

  Spot spot(io.petrel.rule.Element element) {
    return places.element(element.name());
  }
}
