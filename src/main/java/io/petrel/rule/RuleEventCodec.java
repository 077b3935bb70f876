package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of a {@link RuleEvent}. */
public final class RuleEventCodec implements Codec<RuleEvent> {
  public static final RuleEventCodec INSTANCE = new RuleEventCodec();
  private static final long serialVersionUID = 1;

  private RuleEventCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<RuleEvent> type() {
    return RuleEvent.class;
  }

  @Override
  public void write(RuleEvent event, DataOutput out) throws IOException {
    Fields.writeString(event.rule(), out);
    Fields.writeString(event.version(), out);
    Fields.writeString(event.outcome().name(), out);
    Fields.writeString(event.why(), out);
    out.writeLong(event.droppedPartialMatches());
    out.writeLong(event.timeMillis());
    Fields.writeString(event.file(), out);
    RuleEvent.Running running = event.running();
    out.writeBoolean(running != null);
    if (running != null) {
      Fields.writeString(running.matcher(), out);
      out.writeInt(running.subtasks());
      out.writeLong(running.sinceMillis());
    }
  }

  @Override
  public RuleEvent read(int version, DataInput in) throws IOException {
    return new RuleEvent(
        Fields.readString(in),
        Fields.readString(in),
        RuleEvent.Outcome.valueOf(Fields.readString(in)),
        Fields.readString(in),
        in.readLong(),
        in.readLong(),
        Fields.readString(in),
        in.readBoolean()
            ? new RuleEvent.Running(Fields.readString(in), in.readInt(), in.readLong())
            : null);
  }
}
