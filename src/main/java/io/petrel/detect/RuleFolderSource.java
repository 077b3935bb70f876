package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.state.CodecTypeInfo;
import io.petrel.state.Stored;
import io.petrel.watch.FileWatch;
import io.petrel.watch.WatchedFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder of rules, with one task. Checkpoints hold the last good version of each rule and
 * the faults that were reported.
 */
public final class RuleFolderSource {
  /** Uid of the source in a job. */
  public static final String UID = "rule-folder";

  private static final OutputTag<RuleEvent> EVENTS =
      new OutputTag<>("rule-events", CodecTypeInfo.of(RuleEvent.CODEC));

  private static final Logger LOG = LoggerFactory.getLogger(RuleFolderSource.class);

  private static final WatchedFiles.Limits LIMITS =
      new WatchedFiles.Limits(
          RuleFolder.MAX_FILE_BYTES, RuleFolder.MAX_FILES, RuleFolder.MAX_BYTES);

  private RuleFolderSource() {}

  /**
   * The output of the watch.
   *
   * @param updates complete sets of rules, one whenever the folder's good rules have changed
   * @param events files that were refused, and faults of the folder. {@link
   *     Detections#ruleEvents()} has the rules that were accepted or removed
   */
  public record Watched(DataStream<RuleSetUpdate> updates, DataStream<RuleEvent> events) {}

  /**
   * Adds a watch to a job.
   *
   * @param folder on the machine where the task runs
   * @param interval between two looks; a change counts when two looks in a row see it
   * @param initial the rules that the job starts with
   */
  public static Watched watch(
      StreamExecutionEnvironment env, Path folder, Duration interval, RuleSetUpdate initial) {
    SingleOutputStreamOperator<RuleSetUpdate> updates =
        FileWatch.folder(env, UID, folder, RuleFile::isRule, LIMITS, interval)
            .process(
                new Judge(folder.getFileName() + "/", initial),
                CodecTypeInfo.of(RuleSetUpdate.CODEC))
            .setParallelism(1)
            .uid("rule-folder-news")
            .name("rule folder news");
    return new Watched(updates, updates.getSideOutput(EVENTS));
  }

  /**
   * Keeps the {@link FolderWatch} in state. At a rescale: always one task, so it gets the one
   * entry.
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState first.
  private static final class Judge extends ProcessFunction<WatchedFiles, RuleSetUpdate>
      implements CheckpointedFunction {
    private static final long serialVersionUID = 1;
    private final String shownFolder;
    private final RuleSetUpdate initial;
    private transient Stored.Listed<FolderState> saved;
    private transient FolderWatch watch;

    Judge(String shownFolder, RuleSetUpdate initial) {
      this.shownFolder = shownFolder;
      this.initial = initial;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      saved = Stored.Listed.in(context.getOperatorStateStore(), "folder", FolderState.CODEC);
      FolderState state = FolderState.of(initial);
      for (FolderState restored : saved.get()) {
        state = restored;
      }
      watch = new FolderWatch(shownFolder, state);
      MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("petrel");
      group.gauge("rules_refused", () -> watch.state().rejected().size());
      group.gauge("rule_folder_unreadable", () -> watch.state().fault().isEmpty() ? 0 : 1);
    }

    @Override
    public void processElement(WatchedFiles files, Context context, Collector<RuleSetUpdate> out) {
      FolderWatch.News news = watch.changed(files, context.timerService().currentProcessingTime());
      for (RuleEvent event : news.events()) {
        if (event.outcome() == RuleEvent.Outcome.REJECTED) {
          LOG.warn("Refused {}; the last good rules run on.\n{}", event.file(), event.why());
        } else {
          LOG.info("{}: {}", event.file(), event.why());
        }
        context.output(EVENTS, event);
      }
      @Nullable RuleSetUpdate update = news.update();
      if (update != null) {
        out.collect(update);
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      saved.update(List.of(watch.state()));
    }
  }
}
