package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.weather.ObservationCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Network format of a {@link Detection}. */
public final class DetectionCodec implements Codec<Detection> {
  public static final DetectionCodec INSTANCE = new DetectionCodec();
  private static final long serialVersionUID = 1;
  private static final int MATCH = 1;
  private static final int CLEAR = 2;
  private static final int RESUMPTION = 3;

  private DetectionCodec() {}

  @Override
  public String id() {
    return "detection";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Detection> type() {
    return Detection.class;
  }

  @Override
  public void write(Detection detection, DataOutput out) throws IOException {
    if (detection instanceof Match match) {
      out.writeByte(MATCH);
      writeMatch(match, out);
    } else if (detection instanceof Clear clear) {
      out.writeByte(CLEAR);
      Fields.writeString(clear.rule(), out);
      Fields.writeString(clear.ruleVersion(), out);
      Fields.writeString(clear.stationId(), out);
      out.writeLong(clear.timeMillis());
      Fields.writeStrings(clear.by(), out);
    } else if (detection instanceof Resumption resumption) {
      out.writeByte(RESUMPTION);
      Fields.writeValue(resumption.last(), AlertCodec.INSTANCE, out);
      out.writeLong(resumption.openedMillis());
    }
  }

  @Override
  public Detection read(int version, DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case MATCH -> readMatch(in);
      case CLEAR ->
          new Clear(
              Fields.readString(in),
              Fields.readString(in),
              Fields.readString(in),
              in.readLong(),
              Fields.readStrings(in));
      case RESUMPTION -> new Resumption(Fields.readValue(AlertCodec.INSTANCE, in), in.readLong());
      default -> throw new IOException("unknown kind of detection: " + kind);
    };
  }

  private static void writeMatch(Match match, DataOutput out) throws IOException {
    Fields.writeString(match.rule(), out);
    Fields.writeString(match.ruleVersion(), out);
    Fields.writeString(match.stationId(), out);
    out.writeLong(match.firstMillis());
    out.writeLong(match.timeMillis());
    out.writeBoolean(match.timedOut());
    Fields.writeList(match.steps(), StepEvidenceCodec.INSTANCE, out);
    Fields.writeValue(match.station(), ObservationCodec.INSTANCE, out);
    Fields.writeList(match.context(), ObservationCodec.INSTANCE, out);
    out.writeDouble(match.peak());
    Fields.writeValue(match.message(), Message.CODEC, out);
    Fields.writeValue(match.incident(), IncidentTerms.CODEC, out);
  }

  private static Match readMatch(DataInput in) throws IOException {
    return new Match(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readString(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        Fields.readList(StepEvidenceCodec.INSTANCE, in),
        Fields.readValue(ObservationCodec.INSTANCE, in),
        Fields.readList(ObservationCodec.INSTANCE, in),
        in.readDouble(),
        Fields.readValue(Message.CODEC, in),
        Fields.readValue(IncidentTerms.CODEC, in));
  }
}
