package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import java.util.List;

/** Quantifiers that have no effect, or contradict each other. */
final class RepetitionChecks {
  /** Flink CEP's compiler needs the square of it: half a second for so many, seconds for 5,000. */
  static final int MOST_STATES = 2_000;

  private RepetitionChecks() {}

  /** {@code until} needs a repetition without an upper limit. */
  static void untilWithoutEnd(RuleDraft draft) {
    draft
        .rule()
        .elements()
        .forEach(
            element -> {
              if (hasUntil(element) && !element.quantifier().isUnbounded()) {
                draft
                    .key(element, "until")
                    .error(
                        "'until' needs a repetition without an upper limit: add times: 1+ or 2+");
              }
            });
  }

  private static boolean hasUntil(Element element) {
    return element.until() != null && !element.absent();
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
    draft.rule().elements().forEach(element -> checkGreedy(draft, element));
    draft.forEachPair(
        (before, here) -> {
          if (before.quantifier().greedy() && here.quantifier().optional()) {
            draft
                .key(here, "optional")
                .error(
                    "'%s' cannot be optional right after '%s', which is greedy"
                        .formatted(here.name(), before.name()));
          }
        });
  }

  private static void checkGreedy(RuleDraft draft, Element element) {
    if (!element.quantifier().greedy() || element.absent()) {
      return;
    }
    String fault = null;
    if (element instanceof Group) {
      fault = "a group cannot be greedy, only a step";
    } else if (!element.quantifier().isRepeated()) {
      fault = "'greedy' needs a repetition: add times: 1+ or 2..5";
    } else if (element.quantifier().between() == Contiguity.ANY) {
      fault =
          "'greedy' and 'combinations' exclude each other: one takes as many as it can, the other every choice";
    }
    if (fault != null) {
      draft.key(element, "greedy").error(fault);
    }
  }

  /** {@code consecutive} and {@code combinations} need a repetition. */
  static void words(RuleDraft draft) {
    draft
        .rule()
        .elements()
        .forEach(
            element -> {
              if (element.quantifier().isRepeated() || element.absent()) {
                return;
              }
              for (String key : List.of("consecutive", "combinations")) {
                if (draft.places().has(element.name(), key)) {
                  draft
                      .key(element, key)
                      .error("'%s' needs a repetition: add times: 2+".formatted(key));
                }
              }
            });
  }

  /** A pattern or group in which every step is optional would match nothing. */
  static void emptyMatch(RuleDraft draft) {
    if (draft.rule().pattern().stream().allMatch(Element::canBeEmpty)) {
      draft.key("pattern").error("every step can be left out: at least one must not be optional");
      return;
    }
    draft
        .rule()
        .elements()
        .forEach(
            element -> {
              if (element instanceof Group group
                  && group.elements().stream().allMatch(Element::canBeEmpty)) {
                draft
                    .spot(group)
                    .error(
                        "every step of group '%s' can be left out: make the group optional, and one of its steps not"
                            .formatted(group.name()));
              }
            });
  }
}
