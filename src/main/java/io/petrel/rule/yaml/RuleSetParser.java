package io.petrel.rule.yaml;

import io.petrel.issue.Issues;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.check.RuleChecks;
import io.petrel.rule.check.RuleDraft;
import io.petrel.rule.check.StateEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, checks and compiles a set of rule files. Stateless. */
public final class RuleSetParser {
  private RuleSetParser() {}

  public static ParsedSet parse(List<RuleFile> files) {
    return parse(files, "");
  }

  /** With the usual cap of partial matches. */
  public static ParsedSet parse(List<RuleFile> files, String shownFolder) {
    return parse(files, shownFolder, StateEstimate.USUAL_CAP);
  }

  /**
   * Parses files.
   *
   * @param shownFolder goes before the files' names in issues, such as {@code rules/}
   * @param cap partial matches of a rule that the engine keeps at a station
   */
  public static ParsedSet parse(List<RuleFile> files, String shownFolder, int cap) {
    List<RuleFile> sorted = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
    Map<RuleDraft, Issues> drafts = new LinkedHashMap<>();
    Issues all = new Issues();
    for (RuleFile file : sorted) {
      Issues issues = new Issues();
      Optional<RuleDraft> draft = RuleParser.draft(file, shownFolder + file.name(), cap, issues);
      if (draft.isPresent()) {
        drafts.put(draft.get(), issues);
      } else {
        all.addAll(issues.sorted());
      }
    }
    RuleChecks.run(List.copyOf(drafts.keySet()));
    List<Rule> rules = new ArrayList<>();
    drafts.forEach(
        (draft, issues) -> {
          all.addAll(issues.sorted());
          if (!issues.hasErrors()) {
            rules.add(draft.rule());
          }
        });
    return new ParsedSet(rules, all.sorted());
  }
}
