package io.petrel.rule.check;

import io.petrel.issue.Spot;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.expr.MeasureTable;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A compiled rule with the places of its parts in the file, before its checks.
 *
 * @param fileName name of its file, without folder
 * @param measureUses where each measure is written
 */
public record RuleDraft(
    Rule rule, String fileName, RulePlaces places, List<MeasureTable.Use> measureUses) {
  public RuleDraft {
    measureUses = List.copyOf(measureUses);
  }

  /** Each two elements of which one follows the other directly. */
  void forEachPair(BiConsumer<Element, Element> visitor) {
    for (List<Element> elements : rule.sequences()) {
      for (int i = 1; i < elements.size(); i++) {
        visitor.accept(elements.get(i - 1), elements.get(i));
      }
    }
  }

  /** The value of a key of the rule; the rule's id when the key is not written. */
  Spot key(String key) {
    return places.key(key);
  }

  /** The value of a key of a step or group; its name when the key is not written. */
  Spot key(Element element, String key) {
    return places.elementKey(element.name(), key);
  }

  Spot spot(Element element) {
    return places.element(element.name());
  }
}
