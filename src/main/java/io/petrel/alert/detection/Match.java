package io.petrel.alert.detection;

import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.Map;

/**
 * A rule's pattern matched at a station.
 *
 * @param firstMillis time of the first observation in it
 * @param timeMillis time of the last observation; for an absence at the end, or a time-out, the
 *     event time at which it is certain
 * @param timedOut whether the sequence is incomplete ({@code on-timeout: alert})
 * @param steps what each step took, in the rule's order
 * @param station the newest observation in the match, for the station's position and name
 * @param context observations of the station around the match, in time order, for charts; bounded
 * @param peak the rule's {@code incident.peak} at this match, higher is worse; NaN = none
 */
public record Match(
    String rule,
    String ruleVersion,
    String stationId,
    long firstMillis,
    long timeMillis,
    boolean timedOut,
    List<StepEvidence> steps,
    Observation station,
    List<Observation> context,
    double peak,
    Message message,
    IncidentTerms incident)
    implements Detection {
  public Match {
    steps = List.copyOf(steps);
    context = List.copyOf(context);
  }

  @Override
  public long id() {
    DetectionId id = new DetectionId();
    id.add(rule).add(ruleVersion).add(stationId).add(firstMillis).add(timeMillis);
    id.add(timedOut ? 1 : 0).add(Double.doubleToLongBits(peak));
    for (StepEvidence step : steps) {
      id.add(step.observations().size());
      for (Observation observation : step.observations()) {
        id.add(observation.timeMillis()).add(observation.hashCode());
      }
      for (Measured value : step.measured()) {
        id.add(Double.doubleToLongBits(value.value()));
      }
    }
    return id.add(message.severity().code())
        .add(message.headline())
        .add(message.description())
        .value();
  }

  @Override
  public Map<String, String> by() {
    return incident.by();
  }

  /** The same with other observations around it. */
  public Match withContext(List<Observation> other) {
    return new Match(
        rule,
        ruleVersion,
        stationId,
        firstMillis,
        timeMillis,
        timedOut,
        steps,
        station,
        other,
        peak,
        message,
        incident);
  }

  @Override
  public long bytesInMemory() {
    long bytes = Detection.super.bytesInMemory();
    for (StepEvidence step : steps) {
      for (Observation observation : step.observations()) {
        bytes += observation.bytesInMemory();
      }
    }
    for (Observation observation : context) {
      bytes += observation.bytesInMemory();
    }
    return bytes;
  }
}
