package io.petrel.notify;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Network format of a {@link SentMail}. */
public final class SentMailCodec implements Codec<SentMail> {
  public static final SentMailCodec INSTANCE = new SentMailCodec();
  private static final long serialVersionUID = 1;

  private SentMailCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<SentMail> type() {
    return SentMail.class;
  }

  @Override
  public void write(SentMail mail, DataOutput out) throws IOException {
    Fields.writeString(mail.messageId(), out);
    Fields.writeString(mail.subscription(), out);
    out.writeInt(mail.incidents().size());
    for (String incident : mail.incidents()) {
      Fields.writeString(incident, out);
    }
    out.writeLong(mail.timeMillis());
  }

  @Override
  public SentMail read(int version, DataInput in) throws IOException {
    String messageId = Fields.readString(in);
    String subscription = Fields.readString(in);
    int size = in.readInt();
    List<String> incidents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      incidents.add(Fields.readString(in));
    }
    return new SentMail(messageId, subscription, incidents, in.readLong());
  }
}
