package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Watches a folder of rules by content, through Flink's file systems (local, NFS, object store),
 * with one task. It remembers, in checkpoints, the last good version of each rule and what it has
 * told.
 */
public final class RuleFolderSource implements Source<FolderNews, FolderSplit, Boolean> {
  /** Uid of the source in a job. */
  public static final String UID = "rule-folder";

  private static final long serialVersionUID = 1;
  private static final OutputTag<RuleEvent> EVENTS =
      new OutputTag<>("rule-events", CodecTypeInfo.of(RuleEvent.CODEC));

  private final String folder;
  private final Duration interval;
  private final Clock clock;
  private final byte[] initial;

  private RuleFolderSource(String folder, Duration interval, Clock clock, RuleSetUpdate initial) {
    this.folder = folder;
    this.interval = interval;
    this.clock = clock;
    this.initial = RuleSetUpdate.CODEC.toBytes(initial);
  }

  /**
   * What the folder gives.
   *
   * @param updates sets of rules, each whole, when the folder's good rules have changed
   * @param events files that were refused, and faults of the folder. What is accepted or removed is
   *     told by {@link Detections#ruleEvents()}, when it runs
   */
  public record Watched(DataStream<RuleSetUpdate> updates, DataStream<RuleEvent> events) {}

  /**
   * Adds a watch to a job.
   *
   * @param folder as a URI or a local path
   * @param interval between two looks; a change counts when two looks in a row see it
   * @param initial the rules that the job starts with
   * @param clock for the time of events; serializable
   */
  public static Watched watch(
      StreamExecutionEnvironment env,
      String folder,
      Duration interval,
      RuleSetUpdate initial,
      Clock clock) {
    SingleOutputStreamOperator<FolderNews> news =
        env.fromSource(
                new RuleFolderSource(folder, interval, clock, initial),
                WatermarkStrategy.noWatermarks(),
                "rule folder",
                CodecTypeInfo.of(FolderNewsCodec.INSTANCE))
            .setParallelism(1)
            .uid(UID);
    SingleOutputStreamOperator<RuleSetUpdate> updates =
        news.process(new Split(), CodecTypeInfo.of(RuleSetUpdate.CODEC))
            .setParallelism(1)
            .uid("rule-folder-news")
            .name("rule folder news");
    return new Watched(updates, updates.getSideOutput(EVENTS));
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<FolderSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<FolderSplit> context) throws IOException {
    return new FolderEnumerator(context, first());
  }

  @Override
  public SplitEnumerator<FolderSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<FolderSplit> context, Boolean assigned) throws IOException {
    return new FolderEnumerator(context, assigned ? null : first());
  }

  private FolderSplit first() throws IOException {
    return new FolderSplit(FolderState.of(RuleSetUpdate.CODEC.fromBytes(initial)));
  }

  @Override
  public SourceReader<FolderNews, FolderSplit> createReader(SourceReaderContext context) {
    return new FolderReader(new Path(folder), interval, clock, context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<FolderSplit> getSplitSerializer() {
    return new CodecVersioned<>(FolderStateCodec.INSTANCE, FolderSplit::state, FolderSplit::new);
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new AssignedSerializer();
  }

  /** Whether the folder has been handed out. */
  private static final class AssignedSerializer implements SimpleVersionedSerializer<Boolean> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Boolean assigned) {
      return new byte[] {(byte) (assigned ? 1 : 0)};
    }

    @Override
    public Boolean deserialize(int version, byte[] bytes) {
      return bytes[0] != 0;
    }
  }

  /** Takes apart what a look brought. */
  private static final class Split extends ProcessFunction<FolderNews, RuleSetUpdate> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(FolderNews news, Context context, Collector<RuleSetUpdate> out) {
      news.events().forEach(event -> context.output(EVENTS, event));
      @Nullable RuleSetUpdate update = news.update();
      if (update != null) {
        out.collect(update);
      }
    }
  }
}
