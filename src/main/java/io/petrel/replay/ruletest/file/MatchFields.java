package io.petrel.replay.ruletest.file;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.replay.ruletest.file.FieldValue.At;
import io.petrel.replay.ruletest.file.FieldValue.Ats;
import io.petrel.replay.ruletest.file.FieldValue.Flag;
import io.petrel.replay.ruletest.file.FieldValue.Names;
import io.petrel.weather.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Fields of a match that a test can expect. */
public final class MatchFields {
  /** All but the steps, by name. */
  static final Map<String, FieldReader> READERS = readers();

  /** Key of the times of each step. */
  static final String STEPS = "steps";

  /** Fields in which an unexpected match is shown. */
  public static final List<String> SUMMARY = List.of("at", "first");

  private MatchFields() {}

  /** The name of a step's times among the fields. */
  static String step(String step) {
    return STEPS + "." + step;
  }

  /**
   * All fields of a match.
   *
   * @param plain removes the test's prefix from station ids in a text
   */
  public static Map<String, FieldValue> of(Match match, UnaryOperator<String> plain) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    fields.put("at", new At(match.timeMillis()));
    fields.put("first", new At(match.firstMillis()));
    fields.put("station", new Names(List.of(plain.apply(match.stationId()))));
    fields.put("timed-out", new Flag(match.timedOut()));
    for (StepEvidence step : match.steps()) {
      fields.put(
          step(step.step()),
          new Ats(step.observations().stream().map(Observation::timeMillis).toList()));
    }
    return fields;
  }

  private static Map<String, FieldReader> readers() {
    Map<String, FieldReader> readers = new LinkedHashMap<>();
    readers.put("at", FieldReader.TIME);
    readers.put("first", FieldReader.TIME);
    readers.put("station", FieldReader.NAMES);
    readers.put("timed-out", FieldReader.FLAG);
    return readers;
  }
}
