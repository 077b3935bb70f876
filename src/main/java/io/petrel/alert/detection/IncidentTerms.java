package io.petrel.alert.detection;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How matches of a rule form incidents, taken from the rule at the match.
 *
 * @param by the places that share one incident: name to value, such as {@code station_id=icao:KJFK}
 * @param quietMillis event time without a match after which the incident ends, > 0
 * @param remindMillis event time after the last record at which a still matching incident is told
 *     again; 0 = never
 * @param endsForMillis event time without a match, after the rule's condition for the end came
 *     true, for which the end is held; 0 = it is told at once
 * @param silence whether the match is that a station is not heard: then no further match does not
 *     mean that it is over
 * @param whenCertain whether the match was emitted only when the watermark had passed it
 * @param extraDelayMillis how much longer than usual reports of the station's feed may take; an end
 *     by quiet is certain only so much after the watermark
 * @param inhibits rules whose incidents at the same place this one silences while it is open
 */
public record IncidentTerms(
    Map<String, String> by,
    long quietMillis,
    long remindMillis,
    long endsForMillis,
    boolean silence,
    boolean whenCertain,
    long extraDelayMillis,
    List<String> inhibits) {
  public static final Codec<IncidentTerms> CODEC =
      Codec.of("incident-terms", 1, IncidentTerms.class, IncidentTerms::write, IncidentTerms::read);

  private static void write(IncidentTerms terms, DataOutput out) throws IOException {
    StateFields.writeStrings(terms.by, out);
    out.writeLong(terms.quietMillis);
    out.writeLong(terms.remindMillis);
    out.writeLong(terms.endsForMillis);
    out.writeBoolean(terms.silence);
    out.writeBoolean(terms.whenCertain);
    out.writeLong(terms.extraDelayMillis);
    StateFields.writeEach(terms.inhibits, out, StateFields::writeString);
  }

  private static IncidentTerms read(int version, DataInput in) throws IOException {
    return new IncidentTerms(
        StateFields.readStrings(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean(),
        in.readLong(),
        StateFields.readEach(in, StateFields::readString));
  }

  /** The same for a station whose feed takes longer. */
  public IncidentTerms withExtraDelay(long millis) {
    return new IncidentTerms(
        by, quietMillis, remindMillis, endsForMillis, silence, whenCertain, millis, inhibits);
  }

  public IncidentTerms {
    by = Map.copyOf(by);
    inhibits = List.copyOf(inhibits);
    if (quietMillis <= 0) {
      throw new IllegalArgumentException("quietMillis is %d, must be > 0".formatted(quietMillis));
    }
    if (endsForMillis < 0) {
      throw new IllegalArgumentException(
          "endsForMillis is %d, must be >= 0".formatted(endsForMillis));
    }
  }
}
