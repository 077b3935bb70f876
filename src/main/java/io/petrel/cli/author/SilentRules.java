package io.petrel.cli.author;

import io.petrel.feed.ImportReport;
import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Group;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that can never fire on a feed because it never has a field that they need. What
 * it names is so; a rule that needs more than fields may be silent all the same.
 */
public final class SilentRules {
  private static final Pattern HAS = Pattern.compile("has\\(\\s*([a-z_.]+)\\s*\\)");
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(?:\\.[a-z0-9_]+)?");

  /** Any value will do: it is only asked whether there is one. */
  private static final double SOME = 1;

  private final Set<String> present;

  private SilentRules(Set<String> present) {
    this.present = Set.copyOf(present);
  }

  /** The ids of the rules that can never fire, in order, and why. */
  public static Map<String, String> of(List<Rule> rules, ImportReport report) {
    SilentRules feed =
        new SilentRules(
            report.fields().stream()
                .filter(field -> field.written() > 0)
                .map(ImportReport.Field::name)
                .collect(Collectors.toSet()));
    Map<String, String> silent = new TreeMap<>();
    for (Rule rule : rules) {
      feed.why(rule).ifPresent(why -> silent.put(rule.id(), why));
    }
    return silent;
  }

  private Optional<String> why(Rule rule) {
    Optional<String> none = lacks(rule, rule.observations());
    return none.isPresent()
        ? none.map(fields -> "observations need %s, which the feed never has".formatted(fields))
        : why(rule, rule.alertOnTimeout() ? rule.pattern().subList(0, 1) : rule.pattern());
  }

  private Optional<String> why(Rule rule, List<Element> elements) {
    for (Element element : elements) {
      if (element.quantifier().optional()) {
        continue;
      }
      Optional<String> why =
          element instanceof Group group
              ? why(rule, group.elements())
              : element instanceof Step step && !step.absent()
                  ? lacks(rule, step.where())
                      .map(f -> "%s needs %s, which the feed never has".formatted(words(step), f))
                  : Optional.empty();
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private static String words(Step step) {
    return step.name().equals("when") ? "its condition" : "step '%s'".formatted(step.name());
  }

  /** The fields that a condition needs and the feed lacks; empty if it lacks none of them. */
  private Optional<String> lacks(Rule rule, @Nullable Condition condition) {
    if (condition == null) {
      return Optional.empty();
    }
    Set<String> lost = new TreeSet<>();
    EvaluationScope all = scope(rule, true);
    EvaluationScope here = scope(rule, false);
    for (Bound bound : condition.bounds()) {
      if (!Double.isNaN(bound.number().evaluate(all))
          && Double.isNaN(bound.number().evaluate(here))) {
        lost.addAll(absentIn(bound.number().text()));
      }
    }
    // Without alternatives each part must hold.
    String text = condition.text().replaceAll("\\|\\||\\?", "");
    for (String part : text.equals(condition.text()) ? text.split("&&") : new String[0]) {
      Matcher has = HAS.matcher(part.strip());
      if (has.matches() && isAbsent(has.group(1))) {
        lost.add(has.group(1));
      } else if (!part.contains("has(")) {
        // Nothing is true of a text that is missing.
        ObservationField.all(ObservationField.Kind.TEXT).stream()
            .map(ObservationField::name)
            .filter(name -> part.matches("(?s).*\\b%s\\b.*".formatted(name)))
            .filter(this::isAbsent)
            .forEach(lost::add);
      }
    }
    return lost.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lost));
  }

  private Set<String> absentIn(String text) {
    Set<String> absent = new TreeSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      String found = name.group();
      String field = found.startsWith("extra.") ? found : found.substring(found.indexOf('.') + 1);
      if (isAbsent(field)) {
        absent.add(field);
      }
    }
    return absent;
  }

  private boolean isAbsent(String field) {
    return (field.startsWith("extra.")
            || field.equals(ObservationField.PRESENT_WEATHER.name())
            || Variables.find(field).isPresent())
        && !present.contains(field);
  }

  /** An observation of every kind, with the values of all fields or of those that the feed has. */
  private EvaluationScope scope(Rule rule, boolean all) {
    Observation.Builder builder = Observation.at("any", 0);
    for (Variable variable : Variables.all()) {
      if (all || present.contains(variable.name())) {
        builder.set(variable, SOME);
      }
    }
    for (String name : extras(rule)) {
      if (all || present.contains("extra." + name)) {
        builder.extra(name, SOME);
      }
    }
    Observation observation = builder.build();
    return new EvaluationScope() {
      @Override
      public Observation current() {
        return observation;
      }

      @Override
      public List<Observation> step(int stepIndex) {
        return List.of(observation);
      }

      @Override
      public double measure(int slot) {
        Measure measure = rule.measures().get(slot);
        Variable variable = measure.variable();
        String field = variable == null ? "extra." + measure.extra() : variable.name();
        return all || measure.kind() == Measure.Kind.COUNT || present.contains(field)
            ? SOME
            : Double.NaN;
      }
    };
  }

  private static Set<String> extras(Rule rule) {
    Set<String> names = new TreeSet<>();
    for (Step step : rule.steps()) {
      Matcher name = Pattern.compile("extra\\.([a-z0-9_]+)").matcher(step.where().text());
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    return names;
  }
}
