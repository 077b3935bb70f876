package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.weather.ObservationCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Network format of a {@link Detection}. */
public final class DetectionCodec implements Codec<Detection> {
  public static final DetectionCodec INSTANCE = new DetectionCodec();
  private static final long serialVersionUID = 1;
  private static final int MATCH = 1;
  private static final int CLEAR = 2;
  private static final int RESUMPTION = 3;

  private DetectionCodec() {}

  @Override
  public int version() {
    return 2; // 1 had no endsForMillis
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
      case MATCH -> readMatch(version, in);
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
    writeEvidence(match.steps(), out);
    Fields.writeValue(match.station(), ObservationCodec.INSTANCE, out);
    Fields.writeList(match.context(), ObservationCodec.INSTANCE, out);
    out.writeDouble(match.peak());
    writeMessage(match.message(), out);
    Fields.writeStrings(match.incident().by(), out);
    out.writeLong(match.incident().quietMillis());
    out.writeLong(match.incident().remindMillis());
    out.writeLong(match.incident().endsForMillis());
    out.writeInt(match.incident().inhibits().size());
    for (String rule : match.incident().inhibits()) {
      Fields.writeString(rule, out);
    }
  }

  private static Match readMatch(int version, DataInput in) throws IOException {
    return new Match(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readString(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        readEvidence(in),
        Fields.readValue(ObservationCodec.INSTANCE, in),
        Fields.readList(ObservationCodec.INSTANCE, in),
        in.readDouble(),
        readMessage(in),
        new IncidentTerms(
            Fields.readStrings(in),
            in.readLong(),
            in.readLong(),
            version < 2 ? 0 : in.readLong(),
            readStringList(in)));
  }

  static void writeEvidence(List<StepEvidence> steps, DataOutput out) throws IOException {
    out.writeInt(steps.size());
    for (StepEvidence step : steps) {
      Fields.writeString(step.step(), out);
      Fields.writeString(step.condition(), out);
      Fields.writeList(step.observations(), ObservationCodec.INSTANCE, out);
    }
  }

  static List<StepEvidence> readEvidence(DataInput in) throws IOException {
    int size = in.readInt();
    List<StepEvidence> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      steps.add(
          new StepEvidence(
              Fields.readString(in),
              Fields.readString(in),
              Fields.readList(ObservationCodec.INSTANCE, in)));
    }
    return steps;
  }

  static void writeMessage(Message message, DataOutput out) throws IOException {
    Fields.writeString(message.event(), out);
    Fields.writeString(message.severity().name(), out);
    Fields.writeString(message.urgency().name(), out);
    Fields.writeString(message.certainty().name(), out);
    Fields.writeString(message.category().name(), out);
    Fields.writeString(message.headline(), out);
    Fields.writeString(message.description(), out);
    Fields.writeNullableString(message.instruction(), out);
    Fields.writeStrings(message.labels(), out);
  }

  static Message readMessage(DataInput in) throws IOException {
    return new Message(
        Fields.readString(in),
        Severity.valueOf(Fields.readString(in)),
        Urgency.valueOf(Fields.readString(in)),
        Certainty.valueOf(Fields.readString(in)),
        Category.valueOf(Fields.readString(in)),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readNullableString(in),
        Fields.readStrings(in));
  }

  private static List<String> readStringList(DataInput in) throws IOException {
    int size = in.readInt();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(Fields.readString(in));
    }
    return values;
  }
}
