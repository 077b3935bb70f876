package io.petrel.notify;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.state.CodecTypeInfo;
import io.petrel.watch.FileWatch;
import io.petrel.watch.WatchedFiles;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the subscription file. It gives what the file holds when the job starts, and then every
 * change without faults; it needs no memory, because those who listen know what holds.
 */
public final class SubscriptionFileSource {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionFileSource.class);

  /** Operator id; never change it. */
  private static final String UID = "notify-subscriptions";

  private SubscriptionFileSource() {}

  /**
   * Adds the watch to a job.
   *
   * @param file as a URI or a local path
   * @param interval between two looks; a change counts when two looks in a row see it
   */
  public static DataStream<SubscriptionSet> watch(
      StreamExecutionEnvironment env, String file, Duration interval) {
    return FileWatch.file(env, UID, file, interval)
        .flatMap(SubscriptionFileSource::check, CodecTypeInfo.of(SubscriptionSet.CODEC))
        .setParallelism(1)
        .uid("notify-subscriptions-check")
        .name("subscriptions");
  }

  static void check(WatchedFiles file, Collector<SubscriptionSet> out) {
    if (!file.fault().isEmpty()) {
      LOG.error("The subscription file {}; the last good subscriptions hold", file.fault());
    }
    file.unreadable()
        .forEach((name, why) -> LOG.error("{} {}; the last good subscriptions hold", name, why));
    file.texts().forEach((name, text) -> check(new SubscriptionSet(name, text), out));
  }

  private static void check(SubscriptionSet set, Collector<SubscriptionSet> out) {
    Issues issues = new Issues();
    int count = SubscriptionReader.read(set.source(), issues).list().size();
    if (issues.hasErrors()) {
      LOG.error(
          "{} is faulty; the last good subscriptions hold.\n{}",
          set.name(),
          MailAddress.maskedIn(IssuePrinter.print(issues.sorted())));
    } else {
      LOG.info("{}: {} subscriptions hold from now on", set.name(), count);
      out.collect(set);
    }
  }
}
