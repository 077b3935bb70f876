package io.petrel.rule.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An id names one rule. */
final class DuplicateId implements RuleSetCheck {
  @Override
  public void check(List<RuleDraft> drafts) {
    Map<String, RuleDraft> first = new HashMap<>();
    for (RuleDraft draft : drafts) {
      RuleDraft other = first.putIfAbsent(draft.rule().id(), draft);
      if (other != null) {
        draft
            .places()
            .key("rule")
            .error("rule '%s' is in '%s' already".formatted(draft.rule().id(), other.fileName()));
      }
    }
  }
}
