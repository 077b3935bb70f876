package io.petrel.incident.silence;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * Runs between detection and {@code IncidentTracker}: when a large share of the stations goes
 * silent together, one match of the rule {@code feed-silent} replaces theirs. Only matches of rules
 * with the label of {@link FeedSilenceSettings} are held, all others pass.
 */
public final class FeedSilenceGuard {
  /** Stations that one subtask remembers; beyond that it forgets all and emits more often. */
  private static final int REMEMBERED = 100_000;

  private FeedSilenceGuard() {}

  /**
   * Emits which stations report, each at most once per {@link FeedSilenceSettings#heardEvery} and
   * subtask. Costs a map lookup for each observation; needs neither state nor a shuffle.
   */
  public static DataStream<StationHeard> heard(
      DataStream<Observation> observations, FeedSilenceSettings settings) {
    return observations
        .flatMap(
            new NoteStations(settings.heardEvery().toMillis()),
            CodecTypeInfo.of(StationHeard.CODEC))
        // The parallelism of its input, or each observation would be sent to another subtask.
        .setParallelism(observations.getParallelism())
        .name("stations heard")
        .uid("stations-heard");
  }

  /** The detections, with the matches of silent stations replaced when the feed is silent. */
  public static DataStream<Detection> guard(
      DataStream<Detection> detections,
      DataStream<StationHeard> heard,
      FeedSilenceSettings settings) {
    CodecTypeInfo<Detection> type = CodecTypeInfo.of(DetectionCodec.INSTANCE);
    DataStream<Detection> guarded =
        detections
            .filter(detection -> concernsSilence(detection, settings))
            .name("silent stations")
            .uid("silent-stations")
            .connect(heard)
            .transform("feed silence", type, new FeedSilenceOperator(settings))
            .uid("feed-silence")
            .forceNonParallel();
    return detections
        .filter(detection -> !isSilence(detection, settings))
        .name("all but silent stations")
        .uid("all-but-silent-stations")
        .union(guarded);
  }

  /** Whether the operator must know it: not what adds matches of other rules. */
  static boolean concernsSilence(Detection detection, FeedSilenceSettings settings) {
    boolean addsMatches =
        detection instanceof Match
            || (detection instanceof Revision revision
                && revision.added().stream().anyMatch(Match.class::isInstance));
    return !addsMatches || isSilence(detection, settings);
  }

  /**
   * Whether only the operator tells it. A revision that only withdraws does not say of which kind
   * its rule is: it passes, and the operator withdraws what it knows.
   */
  static boolean isSilence(Detection detection, FeedSilenceSettings settings) {
    if (detection instanceof Revision revision) {
      return revision.added().stream().anyMatch(added -> isSilence(added, settings));
    }
    return detection instanceof Match match
        && settings.value().equals(match.message().labels().get(settings.label()));
  }

  private static final class NoteStations implements FlatMapFunction<Observation, StationHeard> {
    private static final long serialVersionUID = 1;
    private final long everyMillis;
    private final Map<String, Long> last = new HashMap<>();

    private NoteStations(long everyMillis) {
      this.everyMillis = everyMillis;
    }

    @Override
    public void flatMap(Observation observation, Collector<StationHeard> out) {
      long period = Math.floorDiv(observation.timeMillis(), everyMillis);
      Long before = last.get(observation.stationId());
      if (before == null || before != period) {
        if (last.size() >= REMEMBERED) {
          last.clear();
        }
        last.put(observation.stationId(), period);
        out.collect(new StationHeard(observation.stationId(), observation.timeMillis()));
      }
    }
  }
}
