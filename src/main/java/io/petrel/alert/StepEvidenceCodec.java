package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.weather.ObservationCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of a {@link StepEvidence}. */
public final class StepEvidenceCodec implements Codec<StepEvidence> {
  public static final StepEvidenceCodec INSTANCE = new StepEvidenceCodec();
  private static final long serialVersionUID = 1;

  private StepEvidenceCodec() {}

  @Override
  public String id() {
    return "step-evidence";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<StepEvidence> type() {
    return StepEvidence.class;
  }

  @Override
  public void write(StepEvidence step, DataOutput out) throws IOException {
    Fields.writeString(step.step(), out);
    Fields.writeString(step.condition(), out);
    Fields.writeList(step.observations(), ObservationCodec.INSTANCE, out);
    Fields.writeList(step.measured(), Measured.CODEC, out);
  }

  @Override
  public StepEvidence read(int version, DataInput in) throws IOException {
    return new StepEvidence(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readList(ObservationCodec.INSTANCE, in),
        Fields.readList(Measured.CODEC, in));
  }
}
