package io.petrel.rule.check;

import io.petrel.rule.RuleFile;

/** A rule is found by its file: the id and the file's name are the same. */
final class FileName implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    String wanted = RuleFile.nameOf(draft.rule().id());
    if (!draft.fileName().equals(wanted)) {
      draft
          .places()
          .key("rule")
          .error(
              "rule '%s' stands in '%s'; its file must be named '%s'"
                  .formatted(draft.rule().id(), draft.fileName(), wanted));
    }
  }
}
