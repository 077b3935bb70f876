package io.petrel.replay.report;

import io.petrel.alert.StepEvidence;
import io.petrel.display.MeasureWords;
import io.petrel.display.NamedVariables;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import io.petrel.replay.compare.Incident;
import io.petrel.text.Durations;
import io.petrel.text.Times;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One incident on the page. Plain text, not escaped. Empty texts are not shown. */
record EpisodeView(
    int number,
    String id,
    String rule,
    String title,
    String tone,
    String severity,
    String time,
    String place,
    String stations,
    String lasted,
    String headline,
    String facts,
    String note,
    boolean old,
    List<Sent> records,
    List<Step> steps) {

  private static final MeasureWords MEASURES =
      new MeasureWords(new ReaderPreferences(UnitSystem.METRIC, ZoneOffset.UTC));

  /** One alert record. */
  record Sent(String sent, String kind, String severity, String reason, String headline) {}

  record Step(String name, String condition, List<Taken> taken, List<String> measured) {
    boolean absent() {
      return taken.isEmpty();
    }
  }

  /** An observation that a step took. */
  record Taken(String time, String station, String values) {}

  static EpisodeView of(IncidentTimeline episode, int number) {
    Incident incident = episode.incident();
    return new EpisodeView(
        number,
        incident.id(),
        incident.rule(),
        incident.title(),
        Words.tone(incident.severity()),
        incident.severity().code(),
        Times.minute(incident.toldMillis()),
        incident.place(),
        // No id holds a line break, but some hold blanks.
        String.join("\n", incident.stations()),
        lasted(incident),
        incident.headline(),
        facts(incident),
        note(episode),
        episode.old(),
        episode.records().stream().map(EpisodeView::record).toList(),
        episode.steps().stream().map(step -> step(step, incident.toldMillis())).toList());
  }

  private static Sent record(IncidentTimeline.Told told) {
    return new Sent(
        Times.minute(told.sentMillis()),
        told.kind(),
        told.severity(),
        told.reason(),
        told.headline());
  }

  private static String lasted(Incident incident) {
    String lasted = Durations.words(incident.lastMillis() - incident.toldMillis());
    return incident.ended() ? lasted : "open at the end";
  }

  private static String facts(Incident incident) {
    String facts =
        "%s, %s, onset %s"
            .formatted(
                Words.count(incident.matches(), "match").replace("matchs", "matches"),
                Words.count(incident.records(), "record"),
                Times.minute(incident.onsetMillis()));
    return Double.isNaN(incident.peak())
        ? facts
        : facts + ", peak %s".formatted(number(incident.peak()));
  }

  private static String note(IncidentTimeline episode) {
    List<String> notes = new ArrayList<>();
    if (episode.isCut()) {
      notes.add("The chart shows its first 10 days.");
    }
    int left = episode.incident().records() - episode.records().size();
    if (left > 0) {
      notes.add(Words.count(left, "further record") + " not listed.");
    }
    if (episode.incident().stations().size() > episode.stations().size()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The chart shows %d of its %d stations.",
              episode.stations().size(),
              episode.incident().stations().size()));
    }
    return String.join(" ", notes);
  }

  private static Step step(StepEvidence step, long reference) {
    Set<Variable> named = Set.copyOf(NamedVariables.of(step));
    return new Step(
        step.step(),
        step.condition(),
        step.observations().stream()
            .map(o -> new Taken(Times.minute(o.timeMillis()), o.displayName(), values(o, named)))
            .toList(),
        MEASURES.of(step, reference));
  }

  /** The fields that the condition names; all when it names none. */
  private static String values(Observation observation, Set<Variable> named) {
    List<String> values = new ArrayList<>();
    for (Variable variable : named.isEmpty() ? NamedVariables.usual() : inOrder(named)) {
      if (observation.has(variable)) {
        values.add(
            "%s %s %s"
                .formatted(
                    NamedVariables.word(variable),
                    number(observation.value(variable)),
                    Words.unit(variable))
                .strip());
      }
    }
    return String.join(", ", values);
  }

  private static List<Variable> inOrder(Set<Variable> variables) {
    return Variables.all().stream().filter(variables::contains).toList();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(Math.round(value * 100) / 100.0).stripTrailingZeros().toPlainString();
  }
}
