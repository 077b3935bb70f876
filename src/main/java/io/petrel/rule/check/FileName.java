package io.petrel.rule.check;

/** A rule is found by its file: the id and the file's name are the same. */
final class FileName implements RuleCheck {
  private static final String SUFFIX = ".yaml";

  @Override
  public void check(RuleDraft draft) {
    String wanted = draft.rule().id() + SUFFIX;
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
