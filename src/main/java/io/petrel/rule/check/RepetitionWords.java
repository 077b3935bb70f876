package io.petrel.rule.check;

import java.util.List;

/** {@code consecutive} and {@code combinations} speak of repetitions. */
final class RepetitionWords implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
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
}
