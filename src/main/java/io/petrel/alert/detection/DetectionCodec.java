package io.petrel.alert.detection;

import io.petrel.alert.AlertCodec;
import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
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
  private static final int REVISION = 4;

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
      StateFields.writeString(clear.rule(), out);
      StateFields.writeString(clear.ruleVersion(), out);
      StateFields.writeString(clear.stationId(), out);
      out.writeLong(clear.timeMillis());
      StateFields.writeStrings(clear.by(), out);
      out.writeBoolean(clear.whenCertain());
    } else if (detection instanceof Resumption resumption) {
      out.writeByte(RESUMPTION);
      StateFields.writeValue(resumption.last(), AlertCodec.INSTANCE, out);
      out.writeLong(resumption.openedMillis());
    } else if (detection instanceof Revision revision) {
      out.writeByte(REVISION);
      writeRevision(revision, out);
    }
  }

  @Override
  public Detection read(int version, DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case MATCH -> readMatch(in);
      case CLEAR ->
          new Clear(
              StateFields.readString(in),
              StateFields.readString(in),
              StateFields.readString(in),
              in.readLong(),
              StateFields.readStrings(in),
              in.readBoolean());
      case RESUMPTION ->
          new Resumption(StateFields.readValue(AlertCodec.INSTANCE, in), in.readLong());
      case REVISION -> readRevision(in);
      default -> throw new IOException("damaged: unknown kind of detection %d".formatted(kind));
    };
  }

  private static void writeRevision(Revision revision, DataOutput out) throws IOException {
    StateFields.writeString(revision.rule(), out);
    StateFields.writeString(revision.ruleVersion(), out);
    StateFields.writeString(revision.stationId(), out);
    out.writeLong(revision.timeMillis());
    StateFields.writeStrings(revision.by(), out);
    StateFields.writeEach(
        revision.withdrawn(),
        out,
        (withdrawn, to) -> {
          to.writeLong(withdrawn.id());
          to.writeLong(withdrawn.timeMillis());
        });
    StateFields.writeList(revision.added(), INSTANCE, out);
    StateFields.writeValue(revision.cause(), ReportChange.CODEC, out);
  }

  private static Revision readRevision(DataInput in) throws IOException {
    return new Revision(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readString(in),
        in.readLong(),
        StateFields.readStrings(in),
        StateFields.readEach(in, from -> new Revision.Withdrawn(from.readLong(), from.readLong())),
        StateFields.readList(INSTANCE, in),
        StateFields.readValue(ReportChange.CODEC, in));
  }

  private static void writeMatch(Match match, DataOutput out) throws IOException {
    StateFields.writeString(match.rule(), out);
    StateFields.writeString(match.ruleVersion(), out);
    StateFields.writeString(match.stationId(), out);
    out.writeLong(match.firstMillis());
    out.writeLong(match.timeMillis());
    out.writeBoolean(match.timedOut());
    StateFields.writeList(match.steps(), StepEvidence.CODEC, out);
    StateFields.writeValue(match.station(), ObservationCodec.INSTANCE, out);
    StateFields.writeList(match.context(), ObservationCodec.INSTANCE, out);
    out.writeDouble(match.peak());
    StateFields.writeValue(match.message(), Message.CODEC, out);
    StateFields.writeValue(match.incident(), IncidentTerms.CODEC, out);
  }

  private static Match readMatch(DataInput in) throws IOException {
    return new Match(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readString(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        StateFields.readList(StepEvidence.CODEC, in),
        StateFields.readValue(ObservationCodec.INSTANCE, in),
        StateFields.readList(ObservationCodec.INSTANCE, in),
        in.readDouble(),
        StateFields.readValue(Message.CODEC, in),
        StateFields.readValue(IncidentTerms.CODEC, in));
  }
}
