package io.petrel.rule.check;

import io.petrel.issue.NearestName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code incident.inhibit} names rules of the set. */
final class UnknownInhibit implements RuleSetCheck {
  @Override
  public void check(List<RuleDraft> drafts) {
    Set<String> ids = drafts.stream().map(d -> d.rule().id()).collect(Collectors.toSet());
    for (RuleDraft draft : drafts) {
      for (String inhibited : draft.rule().incident().inhibits()) {
        if (!ids.contains(inhibited)) {
          draft
              .places()
              .key("incident.inhibit")
              .warning(
                  "there is no rule '%s' here%s"
                      .formatted(inhibited, NearestName.hint(inhibited, ids)));
        }
      }
    }
  }
}
