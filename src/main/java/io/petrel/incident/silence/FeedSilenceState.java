package io.petrel.incident.silence;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision.Withdrawn;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the guard against a silent feed has to remember.
 *
 * @param silentSinceMillis when the feed went silent; {@link #NEVER} = it is not
 * @param toldMillis event time of the last match of the feed's own rule
 * @param othersSinceMillis since when stations report while the feed is silent; {@link #NEVER} =
 *     none does
 * @param othersHeardMillis event time of the last such report
 * @param known when each known station was last heard or found silent
 * @param held silent stations that were not told
 * @param waiting detections later than the watermark
 * @param waitingHeard reports later than the watermark
 * @param passed matches that were told on their own, lately: by the id that they came with, what
 *     they were told as
 */
record FeedSilenceState(
    long silentSinceMillis,
    long toldMillis,
    long othersSinceMillis,
    long othersHeardMillis,
    Map<String, Long> known,
    List<Held> held,
    List<Detection> waiting,
    List<StationHeard> waitingHeard,
    Map<Long, Withdrawn> passed) {
  static final Codec<FeedSilenceState> CODEC =
      Codec.of("feed", 1, FeedSilenceState.class, FeedSilenceState::write, FeedSilenceState::read);

  private static void write(FeedSilenceState state, DataOutput out) throws IOException {
    out.writeLong(state.silentSinceMillis);
    out.writeLong(state.toldMillis);
    out.writeLong(state.othersSinceMillis);
    out.writeLong(state.othersHeardMillis);
    StateFields.writeMap(state.known, out, (millis, to) -> to.writeLong(millis));
    StateFields.writeEach(
        state.held,
        out,
        (held, to) -> {
          StateFields.writeValue(held.match, DetectionCodec.INSTANCE, to);
          to.writeLong(held.dueMillis);
        });
    StateFields.writeList(state.waiting, DetectionCodec.INSTANCE, out);
    StateFields.writeList(state.waitingHeard, StationHeard.CODEC, out);
    StateFields.writeEach(
        state.passed.entrySet(),
        out,
        (passed, to) -> {
          to.writeLong(passed.getKey());
          to.writeLong(passed.getValue().id());
          to.writeLong(passed.getValue().timeMillis());
        });
  }

  private static FeedSilenceState read(int version, DataInput in) throws IOException {
    return new FeedSilenceState(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        StateFields.readMap(in, DataInput::readLong),
        StateFields.readEach(
            in,
            from ->
                new Held(
                    (Match) StateFields.readValue(DetectionCodec.INSTANCE, from), from.readLong())),
        StateFields.readList(DetectionCodec.INSTANCE, in),
        StateFields.readList(StationHeard.CODEC, in),
        readPassed(in));
  }

  private static Map<Long, Withdrawn> readPassed(DataInput in) throws IOException {
    Map<Long, Withdrawn> passed = new LinkedHashMap<>();
    StateFields.readEach(
            in, from -> Map.entry(from.readLong(), new Withdrawn(from.readLong(), from.readLong())))
        .forEach(each -> passed.put(each.getKey(), each.getValue()));
    return passed;
  }

  static final long NEVER = Long.MIN_VALUE;

  /**
   * A silent station.
   *
   * @param match as it came from the rule
   * @param dueMillis when it is told on its own, unless the feed is silent then
   */
  record Held(Match match, long dueMillis) {}

  FeedSilenceState {
    known = Map.copyOf(known);
    held = List.copyOf(held);
    waiting = List.copyOf(waiting);
    waitingHeard = List.copyOf(waitingHeard);
    passed = Collections.unmodifiableMap(new LinkedHashMap<>(passed)); // in the order of telling
  }
}
