package io.petrel.detect;

import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State format of {@link FolderState}. */
final class FolderStateCodec implements Codec<FolderState> {
  static final FolderStateCodec INSTANCE = new FolderStateCodec();
  private static final long serialVersionUID = 1;

  private FolderStateCodec() {}

  @Override
  public String id() {
    return "rule-folder";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<FolderState> type() {
    return FolderState.class;
  }

  @Override
  public void write(FolderState state, DataOutput out) throws IOException {
    Fields.writeValue(state.set(), RuleSetUpdate.CODEC, out);
    Fields.writeStrings(state.rejected(), out);
    Fields.writeString(state.fault(), out);
  }

  @Override
  public FolderState read(int version, DataInput in) throws IOException {
    return new FolderState(
        Fields.readValue(RuleSetUpdate.CODEC, in), Fields.readStrings(in), Fields.readString(in));
  }
}
