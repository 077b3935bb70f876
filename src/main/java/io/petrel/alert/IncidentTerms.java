package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How matches of a rule form incidents, as the rule said at the time of the match.
 *
 * @param by names and values that share one incident, such as {@code station_id=icao:KJFK}
 * @param quietMillis event time without a match after which the incident ends, > 0
 * @param remindMillis event time after the last record at which a still matching incident is
 *     published again; 0 = never
 * @param endsForMillis event time without a match, after the rule's end condition came true, for
 *     which the end is delayed; 0 = no delay
 * @param inhibits rules whose incidents at the same place this one silences while it is open
 */
public record IncidentTerms(
    Map<String, String> by,
    long quietMillis,
    long remindMillis,
    long endsForMillis,
    List<String> inhibits) {
  public static final Codec<IncidentTerms> CODEC =
      Codec.of("incident-terms", 1, IncidentTerms.class, IncidentTerms::write, IncidentTerms::read);

  private static void write(IncidentTerms terms, DataOutput out) throws IOException {
    StateFields.writeStrings(terms.by, out);
    out.writeLong(terms.quietMillis);
    out.writeLong(terms.remindMillis);
    out.writeLong(terms.endsForMillis);
    StateFields.writeEach(terms.inhibits, out, StateFields::writeString);
  }

  private static IncidentTerms read(int version, DataInput in) throws IOException {
    return new IncidentTerms(
        StateFields.readStrings(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        StateFields.readEach(in, StateFields::readString));
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
