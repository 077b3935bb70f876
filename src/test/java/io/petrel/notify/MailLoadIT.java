package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.delivery.SentMailLog;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Received;
import io.petrel.notify.testing.Feed;
import io.petrel.state.CodecTypeInfo;
import io.petrel.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many mails, many readers, one who refuses, and crashes in between. */
class MailLoadIT {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final DeliveryTerms QUICK = retryingAfter(Duration.ofMillis(500));
  private static final String READER_7 = "reader7@example.org";
  private static final Answer BUSY = Answer.rcpt(450, "4.2.2 mailbox busy");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A job in this JVM fails once for each number added here. */
  private static final AtomicInteger BOMBS = new AtomicInteger();

  private final FaultySmtp smtp = new FaultySmtp();
  private final Feed<Alert> alerts = new Feed<>();
  private final Feed<SubscriptionSet> updates = new Feed<>();
  @TempDir Path folder;
  private JobClient job;

  @BeforeEach
  void startServer() {
    BOMBS.set(0);
    smtp.start();
  }

  @AfterEach
  void stopAll() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
    smtp.close();
  }

  private static DeliveryTerms retryingAfter(Duration first) {
    return new DeliveryTerms(
        first, first.multipliedBy(4), Duration.ofDays(5), Duration.ofMinutes(30), 4, 50);
  }

  private static String[] readers(int count) {
    return IntStream.range(0, count)
        .mapToObj("reader%d@example.org"::formatted)
        .toArray(String[]::new);
  }

  @Test
  void twoThousandMailsToFiftyReadersDrain() throws Exception {
    smtp.answering(attempt -> Answer.slow(Duration.ofMillis(2)));
    start(NotificationsIT.subscribers("true", readers(50)), QUICK);
    long before = usedBytes();
    long begin = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      alerts.add(Alerts.renamed(SampleMails.fog(), "fog-" + i));
    }
    Waiting.await(PATIENCE, () -> smtp.received().size() >= 2000);
    System.getLogger("mail.load")
        .log(
            System.Logger.Level.INFO,
            "2000 mails in {0} ms over {1} connections",
            (System.nanoTime() - begin) / 1_000_000,
            smtp.sessions());
    // With the test's own copies of all mails.
    assertThat(usedBytes() - before).isLessThan(64L << 20);
    assertThat(smtp.received()).hasSize(2000);
    assertThat(ids(smtp.received())).hasSize(2000);
    assertThat(smtp.sessions()).isLessThan(200);
  }

  @Test
  void oneReaderWhoRefusesDelaysNobody() throws Exception {
    smtp.answering(attempt -> isReader7(attempt) ? BUSY : Answer.OK);
    // Whoever waited for the next attempt would wait for longer than the test does.
    start(NotificationsIT.subscribers("true", readers(1000)), retryingAfter(Duration.ofHours(1)));
    alerts.add(SampleMails.fog());
    Waiting.await(PATIENCE, () -> smtp.received().size() >= 999 && smtp.attempts(READER_7) == 1);
    assertThat(smtp.received()).hasSize(999);
  }

  @Test
  void aReaderWhoRefusedGetsTheMailOnceTheServerTakesIt() throws Exception {
    smtp.answering(attempt -> isReader7(attempt) ? BUSY : Answer.OK);
    start(NotificationsIT.subscribers("true", readers(10)), QUICK);
    alerts.add(SampleMails.fog());
    Waiting.await(PATIENCE, () -> smtp.received().size() >= 9 && smtp.attempts(READER_7) >= 3);
    assertThat(smtp.received()).hasSize(9);
    smtp.answering(attempt -> Answer.OK);
    Waiting.await(PATIENCE, () -> smtp.received().size() == 10);
  }

  private static boolean isReader7(FaultySmtp.Attempt attempt) {
    return attempt.recipient().equals(READER_7);
  }

  @Test
  void crashesLoseNothingAndRepeatOnlyUnderTheSameId() throws Exception {
    smtp.answering(attempt -> Answer.slow(Duration.ofMillis(3)));
    start(NotificationsIT.subscribers("true", readers(10)), QUICK);
    int incidents = 30;
    for (int i = 0; i < incidents; i++) {
      alerts.add(Alerts.renamed(SampleMails.fog(), "storm-" + i));
      alerts.add(Alerts.renamed(SampleMails.cancel(), "storm-" + i));
    }
    int crashes = 6;
    for (int i = 1; i <= crashes; i++) {
      int enough = 70 * i;
      Waiting.await(PATIENCE, () -> smtp.received().size() >= enough);
      BOMBS.incrementAndGet();
      updates.add(NotificationsIT.subscribers("true", readers(10)));
      Waiting.await(PATIENCE, () -> BOMBS.get() == 0);
    }
    Set<String> distinct = new HashSet<>();
    Waiting.await(
        PATIENCE,
        () -> {
          smtp.received().forEach(m -> distinct.add(m.recipient() + m.messageId()));
          return distinct.size() >= incidents * 2 * 10;
        });
    Map<String, Integer> times = new HashMap<>();
    smtp.received().forEach(m -> times.merge(m.recipient() + m.messageId(), 1, Integer::sum));
    long repeated = times.values().stream().filter(n -> n > 1).count();
    System.getLogger("mail.load")
        .log(
            System.Logger.Level.INFO,
            "after 6 crashes: {0} mails, {1} of them came again under the same Message-ID",
            times.size(),
            repeated);
    assertThat(times).hasSize(incidents * 2 * 10);
    Map<String, Set<String>> news = new HashMap<>();
    smtp.received()
        .forEach(
            m ->
                news.computeIfAbsent(
                        m.recipient() + m.header("Subject") + m.header("In-Reply-To"),
                        k -> new HashSet<>())
                    .add(m.messageId()));
    // A second mail with the same news would be a second id for it.
    assertThat(news.values().stream().mapToInt(Set::size).sum()).isEqualTo(times.size());
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Set<String> ids(List<Received> mails) {
    Set<String> ids = new HashSet<>();
    mails.forEach(mail -> ids.add(mail.messageId()));
    return ids;
  }

  private void start(SubscriptionSet subscriptions, DeliveryTerms terms) throws Exception {
    Configuration configuration = new Configuration();
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
            .withTerms(terms);
    MapFunction<SubscriptionSet, SubscriptionSet> bomb =
        set -> {
          if (BOMBS.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("a crash that the test asked for");
          }
          return set;
        };
    Notifications.deliver(
            alerts.in(env, CodecTypeInfo.of(AlertCodec.INSTANCE), "alerts"),
            updates
                .in(env, CodecTypeInfo.of(SubscriptionSet.CODEC), "updates")
                .map(bomb, CodecTypeInfo.of(SubscriptionSet.CODEC))
                .uid("bomb"),
            subscriptions,
            SentMailLog.NONE,
            settings)
        .undeliverable()
        .sinkTo(new DiscardingSink<>())
        .uid("end");
    job = env.executeAsync("notification under load");
  }
}
