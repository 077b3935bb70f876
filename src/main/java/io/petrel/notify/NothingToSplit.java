package io.petrel.notify;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Fills the places that Flink has for splits, for a source with one reader and no memory. */
record NothingToSplit() implements SourceSplit {
  @Override
  public String splitId() {
    return "none";
  }

  /** Writes no bytes, and reads the one value there is. */
  static <T> SimpleVersionedSerializer<T> serializer(T only) {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 1;
      }

      @Override
      public byte[] serialize(T value) {
        return new byte[0];
      }

      @Override
      public T deserialize(int version, byte[] bytes) {
        return only;
      }
    };
  }

  static final class Enumerator implements SplitEnumerator<NothingToSplit, Boolean> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<NothingToSplit> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public Boolean snapshotState(long checkpoint) {
      return true;
    }

    @Override
    public void close() {}
  }
}
