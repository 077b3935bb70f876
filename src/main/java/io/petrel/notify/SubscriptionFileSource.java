package io.petrel.notify;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.state.CodecTypeInfo;
import io.petrel.watch.FileWatch;
import io.petrel.watch.WatchedFiles;
import io.petrel.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the subscription file. It emits the content of the file when the job starts, and then
 * every change without faults. It has no state: the receivers keep the set in force.
 */
public final class SubscriptionFileSource {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionFileSource.class);

  /** Operator id; never change it. */
  private static final String UID = "notify-subscriptions";

  /** Longest file: a character of UTF-8 takes at most four bytes. */
  private static final int MAX_BYTES = 4 * YamlReader.MAX_LENGTH;

  private SubscriptionFileSource() {}

  /**
   * Adds the watch to a job.
   *
   * @param file on the machine where the task runs
   * @param interval between two looks; a change counts when two looks in a row see it
   */
  public static DataStream<SubscriptionSet> watch(
      StreamExecutionEnvironment env, Path file, Duration interval) {
    return FileWatch.file(env, UID, file, MAX_BYTES, interval)
        .process(new Judge(), CodecTypeInfo.of(SubscriptionSet.CODEC))
        .setParallelism(1)
        .uid("notify-subscriptions-check")
        .name("subscriptions");
  }

  /** Lets good files through, and says why others are not. */
  static final class Judge extends ProcessFunction<WatchedFiles, SubscriptionSet> {
    private static final long serialVersionUID = 1;
    private transient boolean isRefused;

    @Override
    public void open(OpenContext context) {
      getRuntimeContext()
          .getMetricGroup()
          .addGroup("petrel")
          .gauge("subscriptions_refused", () -> isRefused ? 1 : 0);
    }

    @Override
    public void processElement(WatchedFiles file, Context context, Collector<SubscriptionSet> out) {
      isRefused = !check(file, out);
    }
  }

  /** Gives out a good file; returns whether it is one. */
  static boolean check(WatchedFiles file, Collector<SubscriptionSet> out) {
    if (!file.fault().isEmpty()) {
      LOG.error(
          "The subscription file {}; the last good subscriptions stay in force", file.fault());
    }
    file.unreadable()
        .forEach((name, why) -> LOG.error("{} {}; the last good subscriptions hold", name, why));
    boolean isGood = file.texts().size() == 1;
    for (Map.Entry<String, String> text : file.texts().entrySet()) {
      isGood &= check(new SubscriptionSet(text.getKey(), text.getValue()), out);
    }
    return isGood;
  }

  private static boolean check(SubscriptionSet set, Collector<SubscriptionSet> out) {
    Issues issues = new Issues();
    int count = SubscriptionReader.read(set.source(), issues).list().size();
    if (issues.hasErrors()) {
      LOG.error(
          "{} has faults; the last good subscriptions stay in force.\n{}",
          set.name(),
          MailAddress.maskedIn(IssuePrinter.print(issues.sorted())));
      return false;
    }
    LOG.info("{}: {} subscriptions hold from now on", set.name(), count);
    out.collect(set);
    return true;
  }
}
