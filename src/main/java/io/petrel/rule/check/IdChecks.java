package io.petrel.rule.check;

import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids of rules and names of their files. */
final class IdChecks {
  private IdChecks() {}

  /** The id of a rule is the name of its file. */
  static void fileName(RuleDraft draft) {
    String wanted = RuleFile.nameOf(draft.rule().id());
    if (!draft.fileName().equals(wanted)) {
      draft
          .key("rule")
          .error(
              "rule '%s' is in '%s'; its file must be named '%s'"
                  .formatted(draft.rule().id(), draft.fileName(), wanted));
    }
  }

  /** The id of the engine's own rule is reserved. */
  static void reserved(RuleDraft draft) {
    if (draft.rule().id().equals(Rule.FEED_SILENT)) {
      draft
          .key("rule")
          .error(
              "'%s' is the engine's own rule about a feed that goes silent; take another name"
                  .formatted(Rule.FEED_SILENT));
    }
  }

  /** Ids are unique. */
  static void duplicates(List<RuleDraft> drafts) {
    Map<String, RuleDraft> first = new HashMap<>();
    for (RuleDraft draft : drafts) {
      RuleDraft other = first.putIfAbsent(draft.rule().id(), draft);
      if (other != null) {
        draft
            .key("rule")
            .error("rule '%s' is already in '%s'".formatted(draft.rule().id(), other.fileName()));
      }
    }
  }
}
