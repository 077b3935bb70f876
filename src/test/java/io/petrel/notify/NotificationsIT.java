package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.delivery.SentMailLog;
import io.petrel.notify.delivery.Undeliverable;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Fault;
import io.petrel.notify.testing.FaultySmtp.Received;
import io.petrel.notify.testing.Feed;
import io.petrel.state.CodecTypeInfo;
import io.petrel.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The stage in a Flink cluster against a real SMTP server. */
public class NotificationsIT {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final DeliveryTerms QUICK =
      new DeliveryTerms(
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofDays(5),
          Duration.ofMinutes(30),
          4,
          50);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final FaultySmtp smtp = new FaultySmtp();
  private final Feed<Alert> alerts = new Feed<>();
  private final Feed<SubscriptionSet> updates = new Feed<>();
  @TempDir Path folder;
  private JobClient job;

  @BeforeEach
  void startServer() {
    smtp.start();
  }

  @AfterEach
  void stopAll() throws Exception {
    if (job != null && !job.getJobStatus().get().isTerminalState()) {
      job.cancel().get();
    }
    smtp.close();
  }

  @Test
  void mailsTheSubscribersOfASevereAlert() throws Exception {
    start(subscribers("severity >= \"severe\"", "ann@example.org"));
    alerts.add(SampleMails.fog());
    alerts.add(SampleMails.begin());
    awaitMails(1);
    Received mail = smtp.received().get(0);
    assertThat(mail.recipient()).isEqualTo("ann@example.org");
    assertThat(mail.header("Subject")).contains("Severe");
    assertThat(mail.raw())
        .contains("multipart/alternative", "text/plain", "text/html", "image/png");
  }

  @Test
  void keepsOneIncidentInOneThreadAndTellsItsEnd() throws Exception {
    start(subscribers("severity == \"severe\"", "ann@example.org"));
    alerts.add(SampleMails.begin());
    alerts.add(SampleMails.allClear());
    awaitMails(2);
    Received begin = smtp.received().get(0);
    Received end = smtp.received().get(1);
    assertThat(end.header("In-Reply-To")).isEqualTo(begin.messageId());
    assertThat(end.header("References")).isEqualTo(begin.messageId());
    assertThat(end.header("Subject")).contains("Over");
  }

  @Test
  void triesAgainAfterEveryPassingFaultAndLosesNothing() throws Exception {
    List<Answer> faults =
        List.of(
            Answer.rcpt(450, "4.2.1 greylisted"),
            Answer.data(451, "4.3.0 try later"),
            Answer.broken(Fault.CLOSING_421),
            Answer.broken(Fault.DROP_BEFORE_DATA),
            Answer.broken(Fault.DROP_IN_DATA));
    smtp.answering(
        attempt ->
            attempt.number() <= faults.size() ? faults.get(attempt.number() - 1) : Answer.OK);
    start(subscribers("true", "ann@example.org"));
    alerts.add(SampleMails.begin());
    awaitMails(1);
    assertThat(smtp.attempts("ann@example.org")).isEqualTo(faults.size() + 1);
  }

  @Test
  void repeatsOnlyAMailWhoseAnswerWasLostAndWithTheSameId() throws Exception {
    smtp.answering(
        attempt -> attempt.number() == 1 ? Answer.broken(Fault.TAKEN_BUT_NO_REPLY) : Answer.OK);
    start(subscribers("true", "ann@example.org"));
    alerts.add(SampleMails.begin());
    awaitMails(2);
    assertThat(smtp.received().get(1).messageId()).isEqualTo(smtp.received().get(0).messageId());
  }

  @Test
  void reportsARefusedRecipientAndServesTheOtherNine() throws Exception {
    String[] ten = new String[10];
    for (int i = 0; i < ten.length; i++) {
      ten[i] = "reader%d@example.org".formatted(i);
    }
    smtp.answering(
        attempt ->
            attempt.recipient().equals("reader3@example.org")
                ? Answer.rcpt(550, "5.1.1 <reader3@example.org>: no such user")
                : Answer.OK);
    start(subscribers("true", ten));
    alerts.add(SampleMails.begin());
    awaitMails(9);
    Waiting.await(PATIENCE, () -> Undelivered.all(folder).size() == 1);
    Undeliverable refused = Undelivered.all(folder).get(0);
    assertThat(refused.recipient()).isEqualTo("reader3@example.org");
    assertThat(refused.code()).isEqualTo(550);
    assertThat(refused.reply()).contains("no such user");
    assertThat(smtp.received().stream().map(Received::recipient).collect(Collectors.toSet()))
        .hasSize(9);
  }

  @Test
  void waitsForAServerThatIsAway() throws Exception {
    smtp.stop();
    start(subscribers("true", "ann@example.org", "bob@example.org"));
    alerts.add(SampleMails.begin());
    alerts.add(SampleMails.fog());
    smtp.start();
    awaitMails(4);
  }

  @Test
  void pendingMailsSurviveASavepoint() throws Exception {
    smtp.answering(attempt -> Answer.rcpt(450, "4.7.1 not yet"));
    start(subscribers("true", "ann@example.org"));
    alerts.add(SampleMails.begin());
    alerts.add(SampleMails.fog());
    Waiting.await(PATIENCE, () -> smtp.attempts("ann@example.org") >= 2);
    String savepoint =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    smtp.answering(attempt -> Answer.OK);
    Configuration restore = new Configuration();
    restore.setString("execution.state-recovery.path", savepoint);
    start(subscribers("true", "ann@example.org"), restore);
    // One that was on its way when the first job stopped may come from both, under one id.
    Waiting.await(
        PATIENCE, () -> smtp.received().stream().map(Received::messageId).distinct().count() == 2);
  }

  @Test
  void changedSubscriptionsHoldWithoutARestart() throws Exception {
    start(subscribers("true", "ann@example.org"));
    alerts.add(SampleMails.fog());
    awaitMails(1);
    updates.add(new SubscriptionSet("s.yaml", text("true", "bob@example.org")));
    Waiting.await(
        PATIENCE,
        () -> {
          alerts.add(Alerts.renamed(SampleMails.begin(), "incident-" + System.nanoTime()));
          java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
          return smtp.received().stream().anyMatch(m -> m.recipient().equals("bob@example.org"));
        });
  }

  private void awaitMails(int count) {
    Waiting.await(PATIENCE, () -> smtp.received().size() >= count);
    assertThat(smtp.received()).hasSize(count);
  }

  private void start(SubscriptionSet subscriptions) throws Exception {
    start(subscriptions, new Configuration());
  }

  private void start(SubscriptionSet subscriptions, Configuration configuration) throws Exception {
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("execution.checkpointing.interval", "200ms");
    configuration.setString("execution.checkpointing.dir", folder.toUri().toString());
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "100");
    configuration.setString("restart-strategy.fixed-delay.delay", "100ms");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    NotifySettings settings =
        NotifySettings.of(
                SmtpSettings.of("127.0.0.1", smtp.port())
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                SampleMails.SENDER)
            .withTerms(QUICK);
    DataStream<Undeliverable> failed =
        Notifications.deliver(
                alerts.in(env, CodecTypeInfo.of(AlertCodec.INSTANCE), "alerts"),
                updates.in(env, CodecTypeInfo.of(SubscriptionSet.CODEC), "updates"),
                subscriptions,
                SentMailLog.NONE,
                settings)
            .undeliverable();
    failed
        .map(Undelivered.into(folder), CodecTypeInfo.of(Undeliverable.CODEC))
        .uid("collect")
        .sinkTo(new DiscardingSink<>())
        .uid("end");
    job = env.executeAsync("notification");
  }

  public static SubscriptionSet subscribers(String condition, String... addresses) {
    return new SubscriptionSet("subscriptions.yaml", text(condition, addresses));
  }

  private static String text(String condition, String... addresses) {
    return """
        subscriptions:
          - name: watch
            to: [%s]
            when: %s
        """
        .formatted(String.join(", ", addresses), condition);
  }
}
