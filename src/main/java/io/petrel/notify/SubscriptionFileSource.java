package io.petrel.notify;

import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.state.CodecTypeInfo;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Watches the subscription file by content, through Flink's file systems. It gives what the file
 * holds when it starts, and then every change without faults; it needs no memory, because those who
 * listen know what holds.
 */
public final class SubscriptionFileSource
    implements Source<SubscriptionSet, NothingToSplit, Boolean> {
  /** Operator id; never change it. */
  static final String UID = "notify-subscriptions";

  private static final long serialVersionUID = 1;
  private final String file;
  private final Duration interval;

  private SubscriptionFileSource(String file, Duration interval) {
    this.file = file;
    this.interval = interval;
  }

  /**
   * Adds the watch to a job.
   *
   * @param file as a URI or a local path
   * @param interval between two looks; a change counts when two looks in a row see it
   */
  public static DataStream<SubscriptionSet> watch(
      StreamExecutionEnvironment env, String file, Duration interval) {
    return env.fromSource(
            new SubscriptionFileSource(file, interval),
            WatermarkStrategy.noWatermarks(),
            "subscription file",
            CodecTypeInfo.of(SubscriptionSet.CODEC))
        .setParallelism(1)
        .uid(UID);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<SubscriptionSet, NothingToSplit> createReader(SourceReaderContext context) {
    return new SubscriptionFileReader(new Path(file), interval);
  }

  @Override
  public SplitEnumerator<NothingToSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<NothingToSplit> context) {
    return new NothingToSplit.Enumerator();
  }

  @Override
  public SplitEnumerator<NothingToSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<NothingToSplit> context, Boolean state) {
    return new NothingToSplit.Enumerator();
  }

  @Override
  public SimpleVersionedSerializer<NothingToSplit> getSplitSerializer() {
    return NothingToSplit.serializer(new NothingToSplit());
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return NothingToSplit.serializer(true);
  }
}
