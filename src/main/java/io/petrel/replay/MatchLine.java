package io.petrel.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.time.Instant;
import java.util.Comparator;

/**
 * A match as one line of JSON, with its sort keys.
 *
 * @param timeMillis of its last observation, or when its absence became certain
 * @param json without a line break
 */
public record MatchLine(long timeMillis, String rule, String station, String json) {
  /** By time, rule, station, then text: the same matches print the same. */
  public static final Comparator<MatchLine> ORDER =
      Comparator.comparingLong(MatchLine::timeMillis)
          .thenComparing(MatchLine::rule)
          .thenComparing(MatchLine::station)
          .thenComparing(MatchLine::json);

  static final Codec<MatchLine> CODEC =
      Codec.of(
          "match-line",
          1,
          MatchLine.class,
          (line, out) -> {
            out.writeLong(line.timeMillis);
            StateFields.writeString(line.rule, out);
            StateFields.writeString(line.station, out);
            StateFields.writeString(line.json, out);
          },
          (version, in) ->
              new MatchLine(
                  in.readLong(),
                  StateFields.readString(in),
                  StateFields.readString(in),
                  StateFields.readString(in)));

  public static MatchLine of(Match match) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", match.rule());
    node.put("station", match.stationId());
    node.put("first", time(match.firstMillis()));
    node.put("last", time(match.timeMillis()));
    ObjectNode steps = node.putObject("steps");
    for (StepEvidence step : match.steps()) {
      if (!step.observations().isEmpty()) {
        var times = steps.putArray(step.step());
        step.observations().forEach(observation -> times.add(time(observation.timeMillis())));
      }
    }
    return new MatchLine(match.timeMillis(), match.rule(), match.stationId(), node.toString());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
