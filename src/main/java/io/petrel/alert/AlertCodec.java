package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.weather.ObservationCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * State and network format of an {@link Alert} between the operators of a job. Equal records give
 * equal bytes. On topics an alert is Avro.
 */
public final class AlertCodec implements Codec<Alert> {
  public static final AlertCodec INSTANCE = new AlertCodec();
  private static final long serialVersionUID = 1;

  private AlertCodec() {}

  @Override
  public String id() {
    return "alert";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Alert> type() {
    return Alert.class;
  }

  @Override
  public void write(Alert alert, DataOutput out) throws IOException {
    Fields.writeString(alert.identifier(), out);
    Fields.writeString(alert.sender(), out);
    out.writeLong(alert.sentMillis());
    Fields.writeString(alert.status().name(), out);
    Fields.writeString(alert.msgType().name(), out);
    Fields.writeString(alert.scope().name(), out);
    Fields.writeList(alert.references(), AlertReference.CODEC, out);
    Fields.writeValue(alert.message(), Message.CODEC, out);
    Fields.writeString(alert.responseType().name(), out);
    out.writeLong(alert.onsetMillis());
    out.writeLong(alert.expiresMillis());
    Fields.writeString(alert.areaDesc(), out);
    Fields.writeList(alert.places(), AlertPlace.CODEC, out);
    Fields.writeString(alert.incidentId(), out);
    out.writeInt(alert.sequence());
    Fields.writeString(alert.rule(), out);
    Fields.writeString(alert.ruleVersion(), out);
    Fields.writeStrings(alert.by(), out);
    Fields.writeList(alert.evidence(), StepEvidenceCodec.INSTANCE, out);
    Fields.writeList(alert.context(), ObservationCodec.INSTANCE, out);
    out.writeLong(alert.suppressed());
    out.writeLong(alert.matches());
    out.writeDouble(alert.peak());
    Fields.writeString(alert.reason().name(), out);
    Fields.writeNullableString(alert.note(), out);
  }

  @Override
  public Alert read(int version, DataInput in) throws IOException {
    return new Alert(
        Fields.readString(in),
        Fields.readString(in),
        in.readLong(),
        Status.valueOf(Fields.readString(in)),
        MsgType.valueOf(Fields.readString(in)),
        Scope.valueOf(Fields.readString(in)),
        Fields.readList(AlertReference.CODEC, in),
        Fields.readValue(Message.CODEC, in),
        ResponseType.valueOf(Fields.readString(in)),
        in.readLong(),
        in.readLong(),
        Fields.readString(in),
        Fields.readList(AlertPlace.CODEC, in),
        Fields.readString(in),
        in.readInt(),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readStrings(in),
        Fields.readList(StepEvidenceCodec.INSTANCE, in),
        Fields.readList(ObservationCodec.INSTANCE, in),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        Reason.valueOf(Fields.readString(in)),
        Fields.readNullableString(in));
  }
}
