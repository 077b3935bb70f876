package io.petrel.rule.check;

import java.util.List;
import java.util.function.Consumer;

/** All checks of a rule as a whole, and of a set of rules. */
public final class RuleChecks {
  /** Checks of a single rule. */
  private static final List<Consumer<RuleDraft>> ALL =
      List.of(
          IdChecks::fileName,
          IdChecks::reserved,
          StepChecks::impossibleConditions,
          StepChecks::first,
          AbsenceChecks::options,
          AbsenceChecks::afterOptional,
          AbsenceChecks::atEnd,
          RepetitionChecks::states,
          RepetitionChecks::untilWithoutEnd,
          RepetitionChecks::greedy,
          RepetitionChecks::words,
          RepetitionChecks::emptyMatch,
          WindowChecks::order,
          WindowChecks::unbounded,
          StepChecks::unreachable,
          AfterMatchChecks::target,
          AfterMatchChecks::delay,
          WindowChecks::timeoutAlert,
          MeasureChecks::windows,
          MeasureChecks::sumsOfStates,
          MeasureChecks::rainCountedTwice,
          IncidentChecks::effects);

  /** Checks of all readable rules together. */
  private static final List<Consumer<List<RuleDraft>>> SET =
      List.of(
          IdChecks::duplicates,
          IncidentChecks::unknownInhibit,
          IncidentChecks::inhibitRings,
          IncidentChecks::inhibitPlaces);

  private RuleChecks() {}

  /**
   * Checks a rule on its own.
   *
   * @param cap partial matches of a rule that the engine keeps at a station
   */
  public static void run(RuleDraft draft, int cap) {
    ALL.forEach(check -> check.accept(draft));
    WindowChecks.stateBudget(draft, cap);
  }

  public static void run(List<RuleDraft> drafts) {
    SET.forEach(check -> check.accept(drafts));
  }
}
