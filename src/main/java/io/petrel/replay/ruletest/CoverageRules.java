package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.detect.match.PathObserver.Kind;
import io.petrel.detect.match.PathObserver.Path;
import io.petrel.rule.Element;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the paths through a rule that its tests do not take: each step, each branch of what is
 * optional or repeats, absences that hold and break, the end of the window, reports that count and
 * do not, and each way in which an incident continues and ends.
 *
 * <p>Only runs of the unedited rule count, not those of a version edited by a test.
 */
final class CoverageRules {
  private final Rule rule;
  private final List<Match> matches;
  private final List<Alert> alerts;
  private final Set<Path> paths;
  private final List<String> missing = new ArrayList<>();
  private int points;

  private CoverageRules(Rule rule, List<RuleTestResult> results, Set<Path> paths) {
    this.rule = rule;
    this.matches =
        results.stream()
            .flatMap(result -> result.matches().stream())
            .filter(match -> match.ruleVersion().equals(rule.version()))
            .toList();
    this.alerts =
        results.stream()
            .flatMap(result -> result.alerts().stream())
            .filter(alert -> alert.ruleVersion().equals(rule.version()))
            .toList();
    this.paths = paths;
  }

  static RuleCoverage of(Rule rule, List<RuleTestResult> results, Set<Path> paths) {
    CoverageRules rules = new CoverageRules(rule, results, paths);
    if (rule.observations() != null) {
      rules.point(rules.took(Kind.REPORT_SEEN, ""), "no report passes 'observations'");
      rules.point(rules.took(Kind.REPORT_LEFT_OUT, ""), "no report is left out by 'observations'");
    }
    rule.elements().forEach(rules::element);
    rules.window();
    rules.incident(rule.incident());
    if (results.stream().anyMatch(result -> result.test().isByArrival())) {
      rules.point(
          results.stream().anyMatch(result -> !result.withdrawn().isEmpty()),
          "no match is withdrawn, though reports arrive late");
    }
    return new RuleCoverage(rule, rules.points, rules.missing);
  }

  private void point(boolean covered, String whatIsMissing) {
    points++;
    if (!covered) {
      missing.add(whatIsMissing);
    }
  }

  private boolean took(Kind kind, String step) {
    return paths.contains(new Path(rule.id(), rule.version(), kind, step));
  }

  private void element(Element element) {
    if (element instanceof Step step) {
      step(step);
    } else {
      Set<String> names = element.walk().map(Element::name).collect(Collectors.toSet());
      branches("group", element.name(), element.quantifier(), names);
    }
  }

  private void step(Step step) {
    if (step.absent()) {
      point(
          hasMatch(match -> !match.timedOut()),
          "the absence '%s' never holds to the end of a match".formatted(step.name()));
      point(
          took(Kind.FITTED, step.name()),
          "the absence '%s' is never broken by a report".formatted(step.name()));
      return;
    }
    point(took(Kind.FITTED, step.name()), "step '%s' is never reached".formatted(step.name()));
    branches("step", step.name(), step.quantifier(), Set.of(step.name()));
    Quantifier times = step.quantifier();
    if (times.max() > times.min()) {
      point(
          hasMatch(match -> taken(match, step.name()) == times.min()),
          "step '%s' is never taken exactly %s".formatted(step.name(), times(times.min())));
      point(
          hasMatch(match -> taken(match, step.name()) > times.min()),
          "step '%s' is never taken more than %s".formatted(step.name(), times(times.min())));
    }
  }

  private void branches(String what, String name, Quantifier quantifier, Set<String> steps) {
    if (quantifier.optional()) {
      Predicate<Match> takes = match -> steps.stream().anyMatch(step -> taken(match, step) > 0);
      point(hasMatch(takes), "optional %s '%s' is never taken".formatted(what, name));
      point(
          hasMatch(takes.negate().and(match -> !match.timedOut())),
          "optional %s '%s' is never left out".formatted(what, name));
    }
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private boolean hasMatch(Predicate<Match> what) {
    return matches.stream().anyMatch(what);
  }

  private static int taken(Match match, String step) {
    return match.steps().stream()
        .filter(evidence -> evidence.step().equals(step))
        .map(StepEvidence::observations)
        .mapToInt(List::size)
        .sum();
  }

  private void window() {
    if (rule.alertOnTimeout()) {
      point(hasMatch(Match::timedOut), "no half-finished sequence times out and alerts");
      point(hasMatch(match -> !match.timedOut()), "no sequence completes within its time");
      return;
    }
    boolean endsInSilence = rule.pattern().get(rule.pattern().size() - 1).absent();
    if (rule.within() != null && rule.steps().size() > 1 && !endsInSilence) {
      point(took(Kind.RAN_OUT, ""), "no sequence times out ('within')");
    }
  }

  private void incident(IncidentPolicy policy) {
    reason(Reason.FIRST_MATCH, "no incident begins");
    reason(Reason.ENDED_BY_QUIET, "no incident ends by 'quiet'");
    if (policy.endsWhen() != null) {
      reason(Reason.ENDED_BY_CONDITION, "no incident ends by 'ends.when'");
    }
    policy.escalate().stream()
        .map(IncidentPolicy.Escalation::severity)
        .distinct()
        .forEach(
            severity ->
                point(
                    alerts.stream()
                        .anyMatch(
                            alert -> !alert.isEnd() && alert.message().severity() == severity),
                    "no alert is %s by 'escalate'"
                        .formatted(severity.code().toLowerCase(Locale.ROOT))));
    if (!policy.escalate().isEmpty()) {
      reason(Reason.SEVERITY_RAISED, "no incident becomes more severe while it is open");
    }
    if (policy.remind() != null) {
      reason(Reason.REMINDER, "no reminder comes by 'remind'");
    }
    if (!policy.by().contains("station_id")) {
      reason(Reason.AREA_GREW, "no second station joins an incident");
    }
  }

  private void reason(Reason reason, String whatIsMissing) {
    point(alerts.stream().anyMatch(alert -> alert.reason() == reason), whatIsMissing);
  }
}
