package io.petrel.notify;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Network format of an {@link Undeliverable}. */
public final class UndeliverableCodec implements Codec<Undeliverable> {
  public static final UndeliverableCodec INSTANCE = new UndeliverableCodec();
  private static final long serialVersionUID = 1;

  private UndeliverableCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Undeliverable> type() {
    return Undeliverable.class;
  }

  @Override
  public void write(Undeliverable mail, DataOutput out) throws IOException {
    Fields.writeString(mail.recipient(), out);
    Fields.writeString(mail.subscription(), out);
    Fields.writeString(mail.messageId(), out);
    out.writeInt(mail.incidents().size());
    for (String incident : mail.incidents()) {
      Fields.writeString(incident, out);
    }
    out.writeBoolean(mail.digest());
    out.writeInt(mail.code());
    Fields.writeString(mail.reply(), out);
    out.writeInt(mail.attempts());
    out.writeLong(mail.timeMillis());
  }

  @Override
  public Undeliverable read(int version, DataInput in) throws IOException {
    String recipient = Fields.readString(in);
    String subscription = Fields.readString(in);
    String messageId = Fields.readString(in);
    int size = in.readInt();
    List<String> incidents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      incidents.add(Fields.readString(in));
    }
    return new Undeliverable(
        recipient,
        subscription,
        messageId,
        incidents,
        in.readBoolean(),
        in.readInt(),
        Fields.readString(in),
        in.readInt(),
        in.readLong());
  }
}
