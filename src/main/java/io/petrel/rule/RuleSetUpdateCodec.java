package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** State and network format of a set of rules. */
public final class RuleSetUpdateCodec implements Codec<RuleSetUpdate> {
  public static final RuleSetUpdateCodec INSTANCE = new RuleSetUpdateCodec();
  private static final long serialVersionUID = 1;

  private RuleSetUpdateCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<RuleSetUpdate> type() {
    return RuleSetUpdate.class;
  }

  @Override
  public void write(RuleSetUpdate set, DataOutput out) throws IOException {
    out.writeLong(set.revision());
    out.writeInt(set.files().size());
    for (RuleFile file : set.files()) {
      Fields.writeString(file.name(), out);
      Fields.writeString(file.text(), out);
    }
  }

  @Override
  public RuleSetUpdate read(int version, DataInput in) throws IOException {
    long revision = in.readLong();
    int size = in.readInt();
    List<RuleFile> files = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      files.add(new RuleFile(Fields.readString(in), Fields.readString(in)));
    }
    return new RuleSetUpdate(revision, files);
  }
}
