package io.petrel.rule.check;

import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids of rules and names of their files. */
final class IdChecks {
  private IdChecks() {}

  /** A rule is found by its file: the id and the file's name are the same. */
  static void fileName(RuleDraft draft) {
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

  /** The engine's own rule is in no file. */
  static void reserved(RuleDraft draft) {
    if (draft.rule().id().equals(Rule.FEED_SILENT)) {
      draft
          .places()
          .key("rule")
          .error(
              "'%s' is the engine's own rule about a feed that goes silent; take another name"
                  .formatted(Rule.FEED_SILENT));
    }
  }

  /** An id names one rule. */
  static void duplicates(List<RuleDraft> drafts) {
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
