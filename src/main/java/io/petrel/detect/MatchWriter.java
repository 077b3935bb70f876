package io.petrel.detect;

import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.rule.Emit;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.NumberExpression;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleText;
import io.petrel.rule.Step;
import io.petrel.rule.TextTemplate;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a found match into a record that later stages read without the rule. Not thread-safe. */
final class MatchWriter {
  private static final String LABELS = "labels.";
  private static final String EXTRA = "extra.";

  private final DetectSettings settings;

  /** The last context, with its start: rules that match at the same observation often share it. */
  private List<Observation> context = List.of();

  private long contextSince;

  MatchWriter(DetectSettings settings) {
    this.settings = settings;
  }

  /**
   * @param silent whether it became certain without a report
   */
  Match match(CompiledRule compiled, FoundMatch found, ObservationBuffer history, boolean silent) {
    Rule rule = compiled.rule();
    Observation first = found.first();
    Observation last = found.last();
    List<StepEvidence> evidence = evidence(compiled, found);
    RuleScope scope = compiled.scope().turnTo(last, found.steps()::get);
    long since = Math.min(first.timeMillis(), found.timeMillis() - compiled.contextMillis());
    NumberExpression peak = rule.incident().peak();
    return new Match(
        rule.id(),
        rule.version(),
        last.stationId(),
        first.timeMillis(),
        found.timeMillis(),
        found.timedOut(),
        evidence,
        last,
        context(history, since),
        peak == null ? Double.NaN : peak.evaluate(scope),
        message(rule, scope),
        terms(rule, last, silent));
  }

  Clear clear(CompiledRule compiled, Observation observation, Map<String, String> by) {
    Rule rule = compiled.rule();
    return new Clear(
        rule.id(),
        rule.version(),
        observation.stationId(),
        observation.timeMillis(),
        by,
        isWhenCertain(rule));
  }

  @SuppressWarnings("ReferenceEquality") // Equal observations may be two reports.
  private List<Observation> context(ObservationBuffer history, long since) {
    boolean known =
        since == contextSince
            && !context.isEmpty()
            && context.get(context.size() - 1) == history.newest();
    if (!known) {
      context = history.since(since, settings.contextSize());
      contextSince = since;
    }
    return context;
  }

  private static List<StepEvidence> evidence(CompiledRule rule, FoundMatch found) {
    List<StepEvidence> evidence = new ArrayList<>(rule.steps().size());
    for (Step step : rule.steps()) {
      List<Observation> taken = found.steps().get(step.index());
      evidence.add(
          new StepEvidence(
              step.name(), step.where().text(), taken, measured(rule, step, taken, found)));
    }
    return evidence;
  }

  /**
   * The values that decided the step at its last observation, without measures whose reports are
   * gone.
   */
  private static List<Measured> measured(
      CompiledRule rule, Step step, List<Observation> taken, FoundMatch found) {
    if (taken.isEmpty()) {
      return List.of();
    }
    Observation last = taken.get(taken.size() - 1);
    return step.where()
        .measured(rule.scope().turnTo(last, index -> before(last, step, index, found)));
  }

  /** The observations of a step before {@code last} was taken. */
  private static List<Observation> before(
      Observation last, Step step, int index, FoundMatch found) {
    List<Observation> taken = found.steps().get(index);
    if (index == step.index()) {
      return taken.subList(0, taken.size() - 1);
    }
    int size = taken.size();
    while (size > 0
        && (taken.get(size - 1).timeMillis() > last.timeMillis()
            || (index > step.index() && taken.get(size - 1).timeMillis() == last.timeMillis()))) {
      size--;
    }
    return taken.subList(0, size);
  }

  private static Message message(Rule rule, RuleScope scope) {
    RuleText text = rule.text();
    TextTemplate instruction = text.instruction();
    return new Message(
        text.title(),
        severity(rule, scope),
        text.urgency(),
        text.certainty(),
        text.category(),
        text.headline().render(scope),
        text.description().render(scope),
        instruction == null ? null : instruction.render(scope),
        text.labels());
  }

  /** The worst severity whose condition holds; severities are declared from worst to least. */
  private static Severity severity(Rule rule, RuleScope scope) {
    Severity worst = rule.text().severity();
    for (IncidentPolicy.Escalation escalation : rule.incident().escalate()) {
      if (escalation.severity().compareTo(worst) < 0 && escalation.when().holds(scope)) {
        worst = escalation.severity();
      }
    }
    return worst;
  }

  /** Whether matches of the rule wait for the watermark. */
  boolean isWhenCertain(Rule rule) {
    Emit own = rule.emit();
    return (own == null ? settings.emit() : own) == Emit.WHEN_CERTAIN;
  }

  private IncidentTerms terms(Rule rule, Observation observation, boolean silent) {
    IncidentPolicy policy = rule.incident();
    Duration remind = policy.remind();
    return new IncidentTerms(
        by(rule, observation),
        policy.quiet().toMillis(),
        remind == null ? 0 : remind.toMillis(),
        policy.endsFor().toMillis(),
        rule.isSilence(),
        silent || isWhenCertain(rule),
        settings.reportDelays().extraMillis(observation.feed()),
        policy.inhibits());
  }

  private static Map<String, String> by(Rule rule, Observation observation) {
    List<String> names = rule.incident().by();
    if (names.size() == 1) {
      return Map.of(names.get(0), value(names.get(0), rule, observation));
    }
    Map<String, String> by = new LinkedHashMap<>();
    for (String name : names) {
      by.put(name, value(name, rule, observation));
    }
    return by;
  }

  /** The value of a name in {@code incident.by}, as in expressions; empty when it is missing. */
  private static String value(String name, Rule rule, Observation observation) {
    if (name.startsWith(LABELS)) {
      return rule.text().labels().getOrDefault(name.substring(LABELS.length()), "");
    }
    if (name.startsWith(EXTRA)) {
      return orEmpty(observation.extra(name.substring(EXTRA.length())));
    }
    ObservationField field = ObservationField.named(name);
    return field.kind() == ObservationField.Kind.NUMBER
        ? orEmpty(observation.value(field.index()))
        : orEmpty(field.word(observation));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String orEmpty(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
