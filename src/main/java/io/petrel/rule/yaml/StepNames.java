package io.petrel.rule.yaml;

import io.petrel.rule.expr.Names;
import io.petrel.rule.yaml.ElementDraft.GroupDraft;
import io.petrel.rule.yaml.ElementDraft.StepDraft;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which steps an expression can use, and why it cannot use the others. */
final class StepNames {
  private final List<StepDraft> steps;

  StepNames(List<StepDraft> steps) {
    this.steps = List.copyOf(steps);
  }

  /** In a step's conditions: earlier steps; also itself and its group when repeated. */
  Names inWhere(StepDraft here) {
    return names(step -> refusedIn(here, step));
  }

  private static @Nullable String refusedIn(StepDraft here, StepDraft step) {
    boolean sharesRepetition =
        step.repeatedGroups().stream().anyMatch(here.repeatedGroups()::contains);
    if (step.index() < here.index() || sharesRepetition) {
      return null;
    }
    if (step.index() > here.index()) {
      return "step '%s' comes after step '%s', so its observations are not known yet"
          .formatted(step.name(), here.name());
    }
    return step.quantifier().isRepeated()
        ? null
        : "this is step '%s' itself: write the field alone, as in pressure_hpa < 1000.0"
            .formatted(step.name());
  }

  /** In a group's until: the steps before its end. */
  Names inUntil(GroupDraft group) {
    int last = lastIndex(group);
    return names(
        step ->
            step.index() <= last
                ? null
                : "step '%s' comes after group '%s', so its observations are not known yet"
                    .formatted(step.name(), group.name()));
  }

  private static int lastIndex(GroupDraft group) {
    int last = -1;
    for (ElementDraft element : group.elements()) {
      if (element instanceof StepDraft step) {
        last = Math.max(last, step.index());
      } else if (element instanceof GroupDraft inner) {
        last = Math.max(last, lastIndex(inner));
      }
    }
    return last;
  }

  /** In texts of a match: all steps. */
  Names ofMatch() {
    return names(step -> null);
  }

  /** Where there is no match: none. */
  Names ofNone(String place) {
    return names(
        step ->
            "%s tests one observation at a time and cannot see step '%s'"
                .formatted(place, step.name()));
  }

  private Names names(Function<StepDraft, @Nullable String> refused) {
    return new Names(
        steps.stream()
            .map(
                step ->
                    new Names.StepName(
                        step.name(),
                        step.index(),
                        step.shape(),
                        step.absent()
                            ? "step '%s' is an absence and has no observations"
                                .formatted(step.name())
                            : refused.apply(step)))
            .toList(),
        null);
  }
}
