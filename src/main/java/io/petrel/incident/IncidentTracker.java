package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.Detection;
import io.petrel.alert.DetectionCodec;
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
 * The incident stage: detections in, alert records out, one incident per rule and place. Everything
 * happens in event time; the end of bounded input (the watermark {@code Long.MAX_VALUE}) ends no
 * incident.
 *
 * <p>A place is the {@code incident.by} of the rule with its values. Rules with equal {@code by}
 * share places, and only incidents at one place can inhibit each other: a rule that is told by
 * region does not silence one that is told by station.
 */
public final class IncidentTracker {
  private IncidentTracker() {}

  /**
   * Follows the incidents of all rules.
   *
   * @param ruleUpdates whole rule sets; incidents of a rule that a set no longer has are cancelled.
   *     Its watermarks are not used: it may be silent for ever.
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
   * What an earlier run has left open, for a start without state: to be united with the detections
   * that are tracked. A start that restores state asks for nothing and gives nothing.
   *
   * @param clock gives event time; no time passes for {@link #track} before what is open is known
   */
  public static DataStream<Detection> resume(
      DataStream<StationHeard> clock, OpenIncidentStore told) {
    return clock
        .transform(
            "open incidents", CodecTypeInfo.of(DetectionCodec.INSTANCE), new ResumeIncidents(told))
        .uid("open-incidents")
        // Not forceNonParallel: a savepoint of a job of one subtask, where this is part of the
        // source's task, could not be resumed with more of them.
        .setParallelism(1);
  }

  /** The ids of a set's rules. */
  static Set<String> ruleIds(RuleSetUpdate set) {
    return set.files().stream().map(RuleFile::id).collect(Collectors.toUnmodifiableSet());
  }

  /** One text for the names and values of a place. */
  static String place(Map<String, String> by) {
    StringBuilder place = new StringBuilder();
    new TreeMap<>(by)
        .forEach((name, value) -> place.append(name).append('=').append(value).append('\n'));
    return place.toString();
  }
}
