package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Step;
import java.util.List;

/** Quantifiers that say nothing, or contradict each other. */
final class RepetitionChecks {
  /** Flink CEP's compiler needs the square of it: half a second for so many, seconds for 5,000. */
  static final int MOST_STATES = 2_000;

  private RepetitionChecks() {}

  /** {@code until} ends a repetition that has no end of its own. */
  static void untilWithoutEnd(RuleDraft draft) {
    Outline.elements(
        draft.rule(),
        element -> {
          if (hasUntil(element) && !element.quantifier().isUnbounded()) {
            draft
                .places()
                .elementKey(element.name(), "until")
                .error("'until' ends a repetition without end: write times: 1+ or 2+ beside it");
          }
        });
  }

  private static boolean hasUntil(Element element) {
    return element instanceof Step step
        ? step.until() != null && !step.absent()
        : element instanceof Group group && group.until() != null;
  }

  /** A matcher has a state for each time that each step is taken. */
  static void states(RuleDraft draft) {
    long states = states(draft.rule().pattern());
    if (states > MOST_STATES) {
      draft
          .places()
          .key("pattern")
          .error(
              "the pattern needs %s states, at most %,d are allowed: repeat fewer times ('times' of a group multiply with those in it), or use a measure such as count(..)"
                  .formatted(StateEstimate.shown(states), MOST_STATES));
    }
  }

  private static long states(List<Element> elements) {
    long sum = 0;
    for (Element element : elements) {
      Quantifier quantifier = element.quantifier();
      // Without an end, what comes after the fewest times is one loop.
      long times = quantifier.isUnbounded() ? quantifier.min() : quantifier.max();
      long once = element instanceof Group group ? states(group.elements()) : 1;
      sum = capped((double) sum + (double) times * once);
    }
    return sum;
  }

  private static long capped(double number) {
    return number >= 1e18 ? Long.MAX_VALUE : (long) number;
  }

  /** Where {@code greedy} has a meaning. */
  static void greedy(RuleDraft draft) {
    Outline.elements(draft.rule(), element -> look(draft, element));
    Outline.pairs(
        draft.rule(),
        (before, here) -> {
          if (before.quantifier().greedy() && here.quantifier().optional()) {
            draft
                .places()
                .elementKey(here.name(), "optional")
                .error(
                    "'%s' cannot be optional right after '%s', which is greedy"
                        .formatted(here.name(), before.name()));
          }
        });
  }

  private static void look(RuleDraft draft, Element element) {
    if (!element.quantifier().greedy() || Outline.isAbsent(element)) {
      return;
    }
    String fault = null;
    if (element instanceof Group) {
      fault = "a group cannot be greedy, only a step";
    } else if (!element.quantifier().isRepeated()) {
      fault = "'greedy' needs a repetition: write times: 1+ or 2..5 beside it";
    } else if (element.quantifier().between() == Contiguity.ANY) {
      fault = "'greedy' takes as many as it can, 'combinations' all ways: they exclude each other";
    }
    if (fault != null) {
      draft.places().elementKey(element.name(), "greedy").error(fault);
    }
  }

  /** {@code consecutive} and {@code combinations} speak of repetitions. */
  static void words(RuleDraft draft) {
    Outline.elements(
        draft.rule(),
        element -> {
          if (element.quantifier().isRepeated() || Outline.isAbsent(element)) {
            return;
          }
          for (String key : List.of("consecutive", "combinations")) {
            if (draft.places().has(element.name(), key)) {
              draft
                  .places()
                  .elementKey(element.name(), key)
                  .error("'%s' needs a repetition: write times: 2+ beside it".formatted(key));
            }
          }
        });
  }

  /** A pattern or group of which everything may be left out would match nothing. */
  static void emptyMatch(RuleDraft draft) {
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
