package io.petrel.replay.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.StepEvidence;
import io.petrel.display.NamedVariables;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentDifference;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws from, as JSON. Times are seconds since 1970 UTC. The observations of
 * a station are written once, however many incidents they surround.
 */
final class ChartData {
  private static final int MOST_PANELS = 4;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ChartData() {}

  /** Safe inside a script element of HTML. */
  static String json(List<IncidentTimeline> episodes, ReportInput input, HistoryScan survey) {
    Map<String, Incident> was = new HashMap<>();
    if (input.old() != null) {
      for (IncidentDifference difference : input.old().comparison().differences()) {
        Incident before = difference.before();
        if (before != null && difference.after() != null) {
          was.put(difference.after().id(), before);
        }
      }
    }
    ObjectNode root = JSON.objectNode();
    ObjectNode fields = root.putObject("fields");
    Set<Variable> drawn = new LinkedHashSet<>();
    ArrayNode incidents = root.putArray("incidents");
    for (IncidentTimeline episode : episodes) {
      List<Variable> variables = variables(episode, survey);
      drawn.addAll(variables);
      incidents.add(
          incident(episode, variables, episode.old() ? null : was.get(episode.incident().id())));
    }
    drawn.forEach(
        variable ->
            fields
                .putObject(variable.name())
                .put("label", Words.name(variable))
                .put("unit", Words.unit(variable)));
    ObjectNode stations = root.putObject("stations");
    survey.around().forEach((id, rows) -> putStation(stations.putObject(id), rows, drawn));
    // In JSON this character occurs in texts only; without it they cannot end the element.
    return root.toString().replace("<", "\\u003c");
  }

  /** The fields that the rule's steps name and the stations report, in the order of the rule. */
  private static List<Variable> variables(IncidentTimeline episode, HistoryScan survey) {
    Set<Variable> named = new LinkedHashSet<>();
    for (StepEvidence step : episode.steps()) {
      named.addAll(NamedVariables.of(step));
    }
    List<Variable> shown = reported(named, episode, survey);
    return shown.isEmpty() ? reported(NamedVariables.usual(), episode, survey) : shown;
  }

  private static List<Variable> reported(
      Collection<Variable> wanted, IncidentTimeline episode, HistoryScan survey) {
    List<Variable> reported = new ArrayList<>();
    for (Variable variable : wanted) {
      boolean any =
          episode.stations().stream()
              .map(station -> survey.around().get(station))
              .anyMatch(
                  rows ->
                      rows != null
                          && rows
                              .subMap(
                                  episode.drawnFromMillis(), true, episode.drawnToMillis(), true)
                              .values()
                              .stream()
                              .anyMatch(o -> variable.isPlausible(o.value(variable))));
      if (any && reported.size() < MOST_PANELS) {
        reported.add(variable);
      }
    }
    return reported;
  }

  private static ObjectNode incident(
      IncidentTimeline episode, List<Variable> variables, @Nullable Incident was) {
    Incident incident = episode.incident();
    ObjectNode node = JSON.objectNode();
    node.put("id", incident.id());
    node.put("rule", incident.rule());
    node.put("old", episode.old());
    node.put("severity", Words.tone(incident.severity()));
    node.put("from", episode.drawnFromMillis() / 1000);
    node.put("to", episode.drawnToMillis() / 1000);
    putTimes(node, incident);
    if (was != null) {
      putTimes(node.putObject("was"), was);
    }
    ArrayNode stations = node.putArray("stations");
    episode.stations().forEach(stations::add);
    ArrayNode fields = node.putArray("fields");
    variables.forEach(variable -> fields.add(variable.name()));
    ArrayNode records = node.putArray("records");
    for (IncidentTimeline.Told told : episode.records()) {
      records.addObject().put("sent", told.sentMillis() / 1000).put("kind", told.kind());
    }
    ArrayNode steps = node.putArray("steps");
    for (StepEvidence step : episode.steps()) {
      ArrayNode times = steps.addObject().put("name", step.step()).putArray("times");
      step.observations().forEach(o -> times.add(o.timeMillis() / 1000));
    }
    return node;
  }

  private static void putTimes(ObjectNode node, Incident incident) {
    node.put("onset", incident.onsetMillis() / 1000);
    node.put("told", incident.toldMillis() / 1000);
    if (incident.ended()) {
      node.put("ended", incident.lastMillis() / 1000);
    }
  }

  /** Times are seconds since the one before; a missing value is null. */
  private static void putStation(
      ObjectNode node, NavigableMap<Long, Observation> rows, Set<Variable> drawn) {
    node.put("name", rows.lastEntry().getValue().displayName());
    ArrayNode times = node.putArray("times");
    long before = 0;
    for (long millis : rows.keySet()) {
      times.add(millis / 1000 - before);
      before = millis / 1000;
    }
    for (Variable variable : drawn) {
      if (rows.values().stream().anyMatch(o -> variable.isPlausible(o.value(variable)))) {
        ArrayNode values = node.withObjectProperty("values").putArray(variable.name());
        for (Observation observation : rows.values()) {
          double value = observation.value(variable);
          if (variable.isPlausible(value)) {
            values.add(JSON.numberNode(Math.round(value * 1000) / 1000.0));
          } else {
            values.addNull();
          }
        }
      }
    }
  }
}
