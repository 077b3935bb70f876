package io.petrel.detect;

import io.petrel.rule.RuleEventCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of an {@link AppliedChange}. */
final class AppliedChangeCodec implements Codec<AppliedChange> {
  static final AppliedChangeCodec INSTANCE = new AppliedChangeCodec();
  private static final long serialVersionUID = 1;

  private AppliedChangeCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<AppliedChange> type() {
    return AppliedChange.class;
  }

  @Override
  public void write(AppliedChange change, DataOutput out) throws IOException {
    out.writeLong(change.revision());
    out.writeInt(change.subtask());
    out.writeInt(change.subtasks());
    Fields.writeValue(change.event(), RuleEventCodec.INSTANCE, out);
  }

  @Override
  public AppliedChange read(int version, DataInput in) throws IOException {
    return new AppliedChange(
        in.readLong(), in.readInt(), in.readInt(), Fields.readValue(RuleEventCodec.INSTANCE, in));
  }
}
