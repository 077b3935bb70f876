package io.petrel.notify.subscription;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of a {@link SubscriptionSet}. */
public final class SubscriptionSetCodec implements Codec<SubscriptionSet> {
  public static final SubscriptionSetCodec INSTANCE = new SubscriptionSetCodec();
  private static final long serialVersionUID = 1;

  private SubscriptionSetCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<SubscriptionSet> type() {
    return SubscriptionSet.class;
  }

  @Override
  public void write(SubscriptionSet set, DataOutput out) throws IOException {
    Fields.writeString(set.name(), out);
    Fields.writeString(set.text(), out);
  }

  @Override
  public SubscriptionSet read(int version, DataInput in) throws IOException {
    return new SubscriptionSet(Fields.readString(in), Fields.readString(in));
  }
}
