package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import io.petrel.display.MeasureWords;
import io.petrel.display.NamedVariables;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.Values;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Why an alert fired: its steps in words, with values and times. */
final class StepWords {
  /** Of more reports of one step than this, only the first and last are shown. */
  private static final int ALL_SHOWN = 4;

  private static final int VARIABLES = 4;

  private final ReaderPreferences reader;
  private final Values values;
  private final MeasureWords measures;

  StepWords(ReaderPreferences reader) {
    this.reader = reader;
    this.values = new Values(reader.units());
    this.measures = new MeasureWords(reader);
  }

  /**
   * One step.
   *
   * @param title the step's name in words
   * @param lines what was seen
   * @param condition as the rule says it; empty = any observation
   */
  record Step(String title, List<String> lines, String condition) {}

  List<Step> of(Alert alert) {
    return alert.evidence().stream().map(step -> step(step, alert)).toList();
  }

  private Step step(StepEvidence step, Alert alert) {
    List<Observation> seen = step.observations();
    List<String> lines = new ArrayList<>();
    if (seen.isEmpty()) {
      lines.add("not seen");
    } else if (seen.size() <= ALL_SHOWN) {
      seen.forEach(o -> lines.add(line(o, step, alert)));
    } else {
      lines.add(line(seen.get(0), step, alert));
      lines.add(String.format(Locale.ROOT, "… %d reports between …", seen.size() - 2));
      lines.add(line(seen.get(seen.size() - 1), step, alert));
    }
    lines.addAll(measures.of(step, alert.sentMillis()));
    return new Step(title(step), lines, step.condition());
  }

  private static String title(StepEvidence step) {
    return step.step().equals("when") ? "condition" : step.step().replace('_', ' ');
  }

  private String line(Observation observation, StepEvidence step, Alert alert) {
    Stream<String> fields =
        NamedVariables.of(step, VARIABLES).stream()
            .map(v -> value(v, observation) + limit(step, v.name(), observation));
    Stream<String> extras =
        NamedVariables.extrasOf(step).stream()
            .filter(name -> !Double.isNaN(observation.extra(name)))
            .map(
                name ->
                    "%s %s%s"
                        .formatted(
                            NamedVariables.extraWord(name),
                            Values.digits(observation.extra(name), 1),
                            limit(step, "extra." + name, observation)));
    String all = String.join(", ", Stream.concat(fields, extras).toList());
    String time = reader.time(observation.timeMillis(), alert.sentMillis());
    return all.isEmpty() ? time + " a report" : time + " " + all;
  }

  private String limit(StepEvidence step, String field, Observation observation) {
    return measures.limit(step, field, observation.timeMillis());
  }

  private String value(Variable variable, Observation observation) {
    return Values.name(variable) + " " + values.show(variable, observation.value(variable));
  }
}
