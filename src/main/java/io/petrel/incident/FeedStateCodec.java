package io.petrel.incident;

import io.petrel.alert.Detection;
import io.petrel.alert.DetectionCodec;
import io.petrel.alert.Match;
import io.petrel.incident.FeedState.Held;
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

/** State format of {@link FeedState}. */
final class FeedStateCodec implements Codec<FeedState> {
  static final FeedStateCodec INSTANCE = new FeedStateCodec();
  private static final long serialVersionUID = 1;

  private FeedStateCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<FeedState> type() {
    return FeedState.class;
  }

  @Override
  public void write(FeedState state, DataOutput out) throws IOException {
    out.writeLong(state.silentSinceMillis());
    out.writeLong(state.toldMillis());
    out.writeLong(FeedState.NEVER); // Once the time of a hourly task; kept for the format.
    out.writeInt(state.heard().size());
    for (Map.Entry<String, Long> entry : new TreeMap<>(state.heard()).entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeInt(state.held().size());
    for (Held held : state.held()) {
      Fields.writeValue(held.match(), DetectionCodec.INSTANCE, out);
      out.writeLong(held.dueMillis());
    }
    Fields.writeList(state.waiting(), DetectionCodec.INSTANCE, out);
    Fields.writeList(state.waitingHeard(), StationHeardCodec.INSTANCE, out);
  }

  @Override
  public FeedState read(int version, DataInput in) throws IOException {
    long silentSince = in.readLong();
    long told = in.readLong();
    in.readLong(); // As above.
    Map<String, Long> heard = new HashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      heard.put(in.readUTF(), in.readLong());
    }
    List<Held> held = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      Detection match = Fields.readValue(DetectionCodec.INSTANCE, in);
      if (!(match instanceof Match silent)) {
        throw new IOException("a held detection is no match: " + match);
      }
      held.add(new Held(silent, in.readLong()));
    }
    return new FeedState(
        silentSince,
        told,
        heard,
        held,
        Fields.readList(DetectionCodec.INSTANCE, in),
        Fields.readList(StationHeardCodec.INSTANCE, in));
  }
}
