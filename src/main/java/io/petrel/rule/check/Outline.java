package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Walks a pattern. */
final class Outline {
  private Outline() {}

  /** Each list of elements that follow one another: the pattern itself, and inside each group. */
  static void sequences(Rule rule, Consumer<List<Element>> visitor) {
    sequences(rule.pattern(), visitor);
  }

  private static void sequences(List<Element> elements, Consumer<List<Element>> visitor) {
    visitor.accept(elements);
    for (Element element : elements) {
      if (element instanceof Group group) {
        sequences(group.elements(), visitor);
      }
    }
  }

  /** Each step and group. */
  static void elements(Rule rule, Consumer<Element> visitor) {
    sequences(rule, elements -> elements.forEach(visitor));
  }

  /** Each two elements of which one follows the other directly. */
  static void pairs(Rule rule, BiConsumer<Element, Element> visitor) {
    sequences(
        rule,
        elements -> {
          for (int i = 1; i < elements.size(); i++) {
            visitor.accept(elements.get(i - 1), elements.get(i));
          }
        });
  }

  static boolean isAbsent(Element element) {
    return element instanceof Step step && step.absent();
  }
}
