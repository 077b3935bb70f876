package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.delivery.SentMailLog;
import io.petrel.notify.delivery.Undeliverable;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.Feed;
import io.petrel.state.CodecTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/** The notification stage as a job of the test's cluster, with feeds for its input. */
final class MailJob implements AutoCloseable {
  final Feed<Alert> alerts = new Feed<>();
  final Feed<SubscriptionSet> updates = new Feed<>();
  private final Path folder;
  private @Nullable JobClient client;

  /**
   * Not yet started.
   *
   * @param folder for checkpoints; also names what {@link #undelivered} collects
   */
  MailJob(Path folder) {
    this.folder = folder;
  }

  void start(SubscriptionSet subscriptions, NotifySettings settings) throws Exception {
    start(subscriptions, settings, new Configuration(), UnaryOperator.identity());
  }

  /**
   * Starts.
   *
   * @param more for the job
   * @param changing what updates pass on their way
   */
  void start(
      SubscriptionSet subscriptions,
      NotifySettings settings,
      Configuration more,
      UnaryOperator<DataStream<SubscriptionSet>> changing)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("execution.checkpointing.interval", "200ms");
    configuration.setString("execution.checkpointing.dir", folder.toUri().toString());
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "100");
    configuration.setString("restart-strategy.fixed-delay.delay", "100ms");
    configuration.addAll(more);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    Notifications.deliver(
            alerts.in(env, CodecTypeInfo.of(AlertCodec.INSTANCE), "alerts"),
            changing.apply(updates.in(env, CodecTypeInfo.of(SubscriptionSet.CODEC), "updates")),
            subscriptions,
            SentMailLog.NONE,
            settings)
        .undeliverable()
        .map(Undelivered.into(folder), CodecTypeInfo.of(Undeliverable.CODEC))
        .uid("collect")
        .sinkTo(new DiscardingSink<>())
        .uid("end");
    client = env.executeAsync("notification");
  }

  JobClient client() {
    if (client == null) {
      throw new IllegalStateException("not started");
    }
    return client;
  }

  List<Undeliverable> undelivered() {
    return Undelivered.all(folder);
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    if (client != null && !client.getJobStatus().get().isTerminalState()) {
      client.cancel().get();
    }
  }
}
