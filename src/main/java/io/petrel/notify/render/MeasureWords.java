package io.petrel.notify.render;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a rolling measure of a condition saw: {@code fall(pressure_hpa, "3h")} becomes
 * "pressure fell 6.4 hPa in 3 h: 1013.3 hPa at 09:00, 1006.9 hPa at 12:00".
 *
 * <p>It counts only the observations that the alert carries. When these do not reach back over the
 * whole window it says nothing: a wrong number would be worse than none.
 */
final class MeasureWords {
  private static final Pattern CALL =
      Pattern.compile(
          "\\b(fall|rise|change|min|max)\\(\\s*([a-z][a-z0-9_]*)\\s*,\\s*[\"']([0-9a-z]+)[\"']");

  private final Reader reader;
  private final Values values;

  MeasureWords(Reader reader) {
    this.reader = reader;
    this.values = new Values(reader.units());
  }

  /**
   * One sentence for each measure that the condition asks for.
   *
   * @param at the observation at which the condition came true
   * @param context observations of its station in time order
   */
  List<String> of(String condition, Observation at, List<Observation> context, long reference) {
    List<String> sentences = new ArrayList<>();
    Matcher call = CALL.matcher(condition);
    while (call.find()) {
      Optional<Variable> variable = Variables.find(call.group(2));
      Optional<Duration> window = Durations.parse(call.group(3));
      if (variable.isPresent() && window.isPresent()) {
        sentence(call.group(1), variable.get(), window.get().toMillis(), at, context, reference)
            .filter(sentence -> !sentences.contains(sentence))
            .ifPresent(sentences::add);
      }
    }
    return sentences;
  }

  private Optional<String> sentence(
      String measure,
      Variable variable,
      long window,
      Observation at,
      List<Observation> context,
      long reference) {
    long from = at.timeMillis() - window;
    boolean reachesBack = !context.isEmpty() && context.get(0).timeMillis() <= from;
    List<Observation> seen =
        context.stream()
            .filter(o -> o.timeMillis() >= from && o.timeMillis() <= at.timeMillis())
            .filter(o -> o.has(variable))
            .toList();
    if (!reachesBack || seen.size() < 2 || !at.has(variable)) {
      return Optional.empty();
    }
    Comparator<Observation> byValue = Comparator.comparingDouble(o -> o.value(variable));
    Observation lowest = seen.stream().min(byValue).orElseThrow();
    Observation highest = seen.stream().max(byValue).orElseThrow();
    return Optional.of(
        switch (measure) {
          case "fall" -> moved("fell", variable, window, highest, at, reference);
          case "rise" -> moved("rose", variable, window, lowest, at, reference);
          case "change" -> change(variable, window, seen.get(0), at, reference);
          case "min" -> extreme("lowest", variable, window, lowest, reference);
          default -> extreme("highest", variable, window, highest, reference);
        });
  }

  private String change(
      Variable variable, long window, Observation from, Observation to, long reference) {
    boolean up = to.value(variable) >= from.value(variable);
    return moved(up ? "rose" : "fell", variable, window, from, to, reference);
  }

  private String moved(
      String verb, Variable variable, long window, Observation from, Observation to, long ref) {
    return "%s %s %s within %s: %s at %s, %s at %s"
        .formatted(
            Values.name(variable),
            verb,
            values.showDifference(variable, to.value(variable) - from.value(variable)),
            Spans.words(window),
            values.show(variable, from.value(variable)),
            reader.time(from.timeMillis(), ref),
            values.show(variable, to.value(variable)),
            reader.time(to.timeMillis(), ref));
  }

  private String extreme(
      String word, Variable variable, long window, Observation at, long reference) {
    return "%s %s within %s: %s at %s"
        .formatted(
            word,
            Values.name(variable),
            Spans.words(window),
            values.show(variable, at.value(variable)),
            reader.time(at.timeMillis(), reference));
  }
}
