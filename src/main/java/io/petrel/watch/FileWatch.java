package io.petrel.watch;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A source of what lies at a place: given when some looks in a row have seen the same, first at the
 * start and then at each change. One task, and no state: after a restore the place is given anew,
 * and who listens compares it with what he has.
 */
public final class FileWatch implements Source<WatchedFiles, FileWatch.NoSplit, Boolean> {
  private static final long serialVersionUID = 1;

  /** Selects the files of a folder, by name. */
  public interface Names extends Predicate<String>, Serializable {}

  private interface Look extends Function<Path, WatchedFiles>, Serializable {}

  private final URI place;
  private final Look look;
  private final Duration interval;

  private FileWatch(URI place, Look look, Duration interval) {
    this.place = place;
    this.look = look;
    this.interval = interval;
  }

  /**
   * Adds the watch of a folder to a job.
   *
   * @param uid of the source, and its name
   * @param folder on the machine where the task runs
   * @param interval between two looks
   */
  public static DataStream<WatchedFiles> folder(
      StreamExecutionEnvironment env,
      String uid,
      Path folder,
      Names names,
      WatchedFiles.Limits limits,
      Duration interval) {
    Look look = path -> WatchedFiles.ofFolder(path, names, limits);
    return new FileWatch(folder.toUri(), look, interval).addTo(env, uid);
  }

  /**
   * Adds the watch of one file to a job; see {@link #folder}.
   *
   * @param maxBytes longest file
   */
  public static DataStream<WatchedFiles> file(
      StreamExecutionEnvironment env, String uid, Path file, int maxBytes, Duration interval) {
    WatchedFiles.Limits limits = WatchedFiles.Limits.ofFile(maxBytes);
    Look look = path -> WatchedFiles.ofFile(path, limits);
    return new FileWatch(file.toUri(), look, interval).addTo(env, uid);
  }

  private DataStream<WatchedFiles> addTo(StreamExecutionEnvironment env, String uid) {
    return env.fromSource(
            this, WatermarkStrategy.noWatermarks(), uid, TypeInformation.of(WatchedFiles.class))
        .setParallelism(1)
        .uid(uid);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<WatchedFiles, NoSplit> createReader(SourceReaderContext context) {
    Path path = Path.of(place);
    return new FileWatchReader(
        String.valueOf(path.getFileName()), () -> look.apply(path), interval, Clock.systemUTC());
  }

  @Override
  public SplitEnumerator<NoSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new NoEnumerator();
  }

  @Override
  public SplitEnumerator<NoSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, Boolean state) {
    return new NoEnumerator();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new Nothing<>(new NoSplit());
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new Nothing<>(true);
  }

  /** Flink requires a split type; the one reader knows what to watch. */
  record NoSplit() implements SourceSplit {
    @Override
    public String splitId() {
      return "none";
    }
  }

  /** Writes no bytes, and always reads {@code only}. */
  private record Nothing<T>(T only) implements SimpleVersionedSerializer<T> {
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
  }

  private static final class NoEnumerator implements SplitEnumerator<NoSplit, Boolean> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<NoSplit> splits, int subtask) {}

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
