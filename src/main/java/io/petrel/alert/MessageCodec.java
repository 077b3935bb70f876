package io.petrel.alert;

import io.petrel.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of a {@link Message}. */
public final class MessageCodec implements Codec<Message> {
  public static final MessageCodec INSTANCE = new MessageCodec();
  private static final long serialVersionUID = 1;

  private MessageCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Message> type() {
    return Message.class;
  }

  @Override
  public void write(Message message, DataOutput out) throws IOException {
    DetectionCodec.writeMessage(message, out);
  }

  @Override
  public Message read(int version, DataInput in) throws IOException {
    return DetectionCodec.readMessage(in);
  }
}
