package io.petrel.rule.check;

import java.util.List;

/** All checks of a rule as a whole, and of a set of rules. */
public final class RuleChecks {
  /** Each looks at a rule on its own. */
  private static final List<RuleCheck> ALL =
      List.of(
          new FileName(),
          new ReservedId(),
          new ImpossibleCondition(),
          new FirstStep(),
          new AbsenceOptions(),
          new AbsenceAfterOptional(),
          new AbsenceAtEnd(),
          new UntilWithoutEnd(),
          new GreedyOptions(),
          new RepetitionWords(),
          new EmptyMatch(),
          new WindowOrder(),
          new UnboundedState(),
          new UnreachableStep(),
          new AfterMatchTarget(),
          new DelayedMatch(),
          new TimeoutAlert(),
          new MeasureWindow(),
          new SumOfStates(),
          new RainCountedTwice(),
          new IncidentEffects());

  /** Each looks at all rules that can be read. */
  private static final List<RuleSetCheck> SET =
      List.of(new DuplicateId(), new UnknownInhibit(), new InhibitRing(), new InhibitPlaces());

  private RuleChecks() {}

  /**
   * Checks a rule on its own.
   *
   * @param cap partial matches of a rule that the engine keeps at a station
   */
  public static void run(RuleDraft draft, int cap) {
    ALL.forEach(check -> check.check(draft));
    new StateBudget(cap).check(draft);
  }

  public static void run(List<RuleDraft> drafts) {
    SET.forEach(check -> check.check(drafts));
  }
}
