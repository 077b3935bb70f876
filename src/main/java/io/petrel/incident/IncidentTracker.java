package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.incident.silence.StationHeard;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The incident stage: detections in, alert records out, one open incident per rule and place. All
 * time is event time; the end of bounded input (the watermark {@code Long.MAX_VALUE}) does not end
 * incidents.
 *
 * <p>A place is the {@code incident.by} of a rule with its values. Rules with equal {@code by}
 * share places, and incidents inhibit each other only at one place: a rule by region does not
 * silence a rule by station.
 */
public final class IncidentTracker {
  private IncidentTracker() {}

  /**
   * Follows the incidents of all rules.
   *
   * @param ruleUpdates complete rule sets; the incidents of rules that a set no longer has are
   *     cancelled. Its watermarks are ignored, because it may stay silent for ever
   * @param initial the rules that the job starts with
   */
  public static DataStream<Alert> track(
      DataStream<Detection> detections,
      DataStream<RuleSetUpdate> ruleUpdates,
      RuleSetUpdate initial,
      IncidentSettings settings) {
    return detections
        .keyBy(detection -> place(detection.by()), Types.STRING)
        .connect(ruleUpdates.broadcast())
        .transform(
            "incidents",
            CodecTypeInfo.of(AlertCodec.INSTANCE),
            new IncidentOperator(new TrackIncidents(settings, ruleIds(initial))))
        .name("incidents")
        .uid("incidents");
  }

  /**
   * The incidents that an earlier run left open, for a start without state; union it with the
   * detections of {@link #track}. Empty for a start that restores state.
   *
   * @param clock gives event time, which {@code track} sees only after the open incidents
   */
  public static DataStream<Detection> resume(
      DataStream<StationHeard> clock, OpenIncidentStore openIncidents) {
    return clock
        .transform(
            "open incidents",
            CodecTypeInfo.of(DetectionCodec.INSTANCE),
            new ResumeIncidents(openIncidents))
        .uid("open-incidents")
        // Not forceNonParallel: a job with parallelism 1, which chains this to the source, could
        // not be rescaled.
        .setParallelism(1);
  }

  /** The ids of a set's rules. */
  static Set<String> ruleIds(RuleSetUpdate set) {
    return set.files().stream().map(RuleFile::id).collect(Collectors.toUnmodifiableSet());
  }

  /** The key of a place: its names and values. */
  static String place(Map<String, String> by) {
    StringBuilder place = new StringBuilder();
    new TreeMap<>(by)
        .forEach((name, value) -> place.append(name).append('=').append(value).append('\n'));
    return place.toString();
  }
}
