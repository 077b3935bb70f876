package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.RuleSetUpdateCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** State format of {@link RunningSet}. */
final class RunningSetCodec implements Codec<RunningSet> {
  static final RunningSetCodec INSTANCE = new RunningSetCodec();
  private static final long serialVersionUID = 1;

  private RunningSetCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<RunningSet> type() {
    return RunningSet.class;
  }

  @Override
  public void write(RunningSet set, DataOutput out) throws IOException {
    Fields.writeValue(set.rules(), RuleSetUpdateCodec.INSTANCE, out);
    out.writeLong(set.epoch());
    out.writeInt(set.since().size());
    for (Map.Entry<String, Long> since : new TreeMap<>(set.since()).entrySet()) {
      Fields.writeString(since.getKey(), out);
      out.writeLong(since.getValue());
    }
    out.writeInt(set.draining().size());
    for (RunningSet.Draining draining : set.draining()) {
      Fields.writeString(draining.file().name(), out);
      Fields.writeString(draining.file().text(), out);
      out.writeLong(draining.since());
      out.writeLong(draining.untilMillis());
    }
  }

  @Override
  public RunningSet read(int version, DataInput in) throws IOException {
    RuleSetUpdate rules = Fields.readValue(RuleSetUpdateCodec.INSTANCE, in);
    long epoch = in.readLong();
    Map<String, Long> since = new HashMap<>();
    int rulesWithSince = in.readInt();
    for (int i = 0; i < rulesWithSince; i++) {
      since.put(Fields.readString(in), in.readLong());
    }
    int size = in.readInt();
    List<RunningSet.Draining> draining = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      draining.add(
          new RunningSet.Draining(
              new RuleFile(Fields.readString(in), Fields.readString(in)),
              in.readLong(),
              in.readLong()));
    }
    return new RunningSet(rules, epoch, since, draining);
  }
}
