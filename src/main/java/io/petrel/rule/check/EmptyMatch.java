package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Group;
import java.util.List;

/** A pattern or group of which everything may be left out would match nothing. */
final class EmptyMatch implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    if (canBeEmpty(draft.rule().pattern())) {
      draft
          .places()
          .key("pattern")
          .error("every step can be left out: at least one must not be optional");
      return;
    }
    Outline.elements(
        draft.rule(),
        element -> {
          if (element instanceof Group group && canBeEmpty(group.elements())) {
            draft
                .spot(group)
                .error(
                    "every step of group '%s' can be left out: make the group optional, and one of its steps not"
                        .formatted(group.name()));
          }
        });
  }

  private static boolean canBeEmpty(List<Element> elements) {
    return elements.stream()
        .allMatch(
            element ->
                Outline.isAbsent(element)
                    || element.quantifier().optional()
                    || (element instanceof Group group && canBeEmpty(group.elements())));
  }
}
