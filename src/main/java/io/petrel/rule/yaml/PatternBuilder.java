package io.petrel.rule.yaml;

import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Step;
import io.petrel.rule.expr.Names;
import io.petrel.rule.yaml.ElementDraft.GroupDraft;
import io.petrel.rule.yaml.ElementDraft.StepDraft;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the conditions of a pattern. Faults are reported; the result is then not used. */
final class PatternBuilder {
  private final Expressions expressions;
  private final StepNames names;

  PatternBuilder(Expressions expressions, StepNames names) {
    this.expressions = expressions;
    this.names = names;
  }

  List<Element> compile(List<ElementDraft> drafts) {
    List<Element> elements = new ArrayList<>();
    for (ElementDraft draft : drafts) {
      if (draft instanceof StepDraft step) {
        elements.add(step(step));
      } else if (draft instanceof GroupDraft group) {
        elements.add(group(group));
      }
    }
    return elements;
  }

  private Step step(StepDraft draft) {
    Condition where = condition(draft.where(), names.inWhere(draft));
    return new Step(
        draft.index(),
        draft.name(),
        draft.follows(),
        draft.absent(),
        draft.quantifier(),
        where == null ? Condition.ALWAYS : where,
        condition(draft.until(), names.inWhere(draft)),
        draft.within());
  }

  private Group group(GroupDraft draft) {
    List<Element> elements = compile(draft.elements());
    return new Group(
        draft.name(),
        draft.follows(),
        draft.quantifier(),
        elements,
        condition(draft.until(), names.inUntil(draft)),
        draft.within());
  }

  private @Nullable Condition condition(@Nullable YamlValue value, Names visible) {
    return value == null ? null : expressions.condition(value, visible).orElse(null);
  }
}
