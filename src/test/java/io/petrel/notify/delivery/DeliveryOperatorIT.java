package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.notify.Alerts;
import io.petrel.notify.DeliverySubtask;
import io.petrel.notify.NotificationsIT;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Fault;
import io.petrel.notify.testing.FaultySmtp.Received;
import io.petrel.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator without a cluster: after a restore, at whatever parallelism, and its metrics. */
class DeliveryOperatorIT {
  private static final int MAX_PARALLELISM = 8;
  private static final long START = 1_000_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final List<String> READERS =
      IntStream.range(0, 12).mapToObj("reader%d@example.org"::formatted).toList();

  /** Mails to the last four do not leave before the crash. */
  private static final List<String> UNSERVED = READERS.subList(8, 12);

  private final FaultySmtp smtp = new FaultySmtp();
  private final List<DeliverySubtask> subtasks = new ArrayList<>();
  private DeliveryTerms terms = DeliveryTerms.DEFAULT;
  private long checkpoints = 1;

  @BeforeEach
  void startServer() {
    smtp.start();
  }

  @AfterEach
  void stopAll() throws Exception {
    crash();
    smtp.close();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"1, 1", "1, 2", "2, 1", "2, 3", "3, 2"})
  void whatLeftAfterTheCheckpointStaysSentAtAnyParallelism(int before, int after) throws Exception {
    smtp.answering(
        attempt ->
            UNSERVED.contains(attempt.recipient()) ? Answer.rcpt(450, "4.7.1 wait") : Answer.OK);
    SubscriptionSet all = NotificationsIT.subscribers("true", READERS.toArray(new String[0]));
    for (int i = 0; i < before; i++) {
      // The clocks of their machines differ.
      subtasks.add(open(all, SentMailLog.NONE, i, before, null, START + 10_000L * i));
    }
    for (String reader : READERS) {
      subtasks.get(subtaskOf(reader, before)).accept(reader, SampleMails.fog());
    }
    OperatorSubtaskState checkpoint = checkpoint();
    assertThat(smtp.received()).as("before the checkpoint is complete").isEmpty();
    for (DeliverySubtask subtask : subtasks) {
      subtask.complete(1);
    }
    await(() -> sent().size() == 8 && UNSERVED.stream().allMatch(r -> smtp.attempts(r) > 0));
    Set<String> recorded = sent();
    crash();

    smtp.answering(attempt -> Answer.OK);
    List<Long> asked = new ArrayList<>();
    SentMailLog record =
        since -> {
          asked.add(since);
          return recorded;
        };
    for (int i = 0; i < after; i++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              checkpoint, MAX_PARALLELISM, before, after, i);
      subtasks.add(open(all, record, i, after, part, START + 60_000));
    }
    await(() -> sent().size() == 4);
    assertThat(asked)
        .as("each asks from a minute before the earliest clock on")
        .hasSize(after)
        .containsOnly(START - 60_000);
    assertThat(smtp.received()).hasSize(12);
    assertThat(smtp.received().stream().map(Received::messageId)).doesNotHaveDuplicates();
    assertThat(sent()).doesNotContainAnyElementsOf(recorded);
  }

  /** What has its turn, but must wait for the server, is in no timer of the checkpoint. */
  @Test
  void whatWaitedForTheServerAtTheCheckpointLeavesAfterTheRestore() throws Exception {
    SubscriptionSet one = NotificationsIT.subscribers("true", "ann@example.org");
    smtp.close();
    DeliverySubtask subtask = open(one, SentMailLog.NONE, 0, 1, null, START);
    subtasks.add(subtask);
    subtask.accept("ann@example.org", SampleMails.fog());
    checkpoint();
    subtask.complete(1);
    long now = START;
    for (int retried = 1; retried <= 5; retried++) {
      subtask.time(now += 60_000);
      long expected = retried;
      await(() -> count("mails_retried") == expected);
    }
    // The pause is longer than the distance of the timer now, which has fired in it.
    subtask.time(now + 6_000);
    OperatorSubtaskState checkpoint = checkpoint();
    crash();

    smtp.start();
    subtasks.add(open(one, SentMailLog.NONE, 0, 1, checkpoint, now + 60_000));
    subtasks.get(0).time(now + 120_000);
    await(() -> sent().size() == 1);
    assertThat(smtp.received()).hasSize(1);
  }

  @Test
  void aFaultyFileHoldsBackNoRestart() throws Exception {
    SubscriptionSet good = NotificationsIT.subscribers("true", "ann@example.org");
    SubscriptionSet faulty = new SubscriptionSet("s.yaml", "subscriptions: [{name: watch}]\n");
    assertThatThrownBy(() -> open(faulty, SentMailLog.NONE, 0, 1, null, START))
        .hasMessage("s.yaml is faulty, and no checkpoint has earlier subscriptions");
    subtasks.add(open(good, SentMailLog.NONE, 0, 1, null, START));
    OperatorSubtaskState checkpoint = checkpoint();
    crash();

    DeliverySubtask subtask = open(faulty, SentMailLog.NONE, 0, 1, checkpoint, START);
    subtasks.add(subtask);
    subtask.accept("ann@example.org", SampleMails.fog());
    checkpoint();
    subtask.complete(1);
    await(() -> sent().size() == 1);
  }

  @Test
  void countsWhatTheServerAndTheLimitHoldBack() throws Exception {
    smtp.answering(attempt -> Answer.rcpt(attempt.number() == 1 ? 450 : 550, "5.1.1 who"));
    SubscriptionSet one =
        new SubscriptionSet(
            "s.yaml",
            """
            subscriptions:
              - name: watch
                to: ann@example.org
                limit: 1
            """);
    DeliverySubtask subtask = open(one, SentMailLog.NONE, 0, 1, null, START);
    subtasks.add(subtask);
    for (String incident : List.of("fog-1", "fog-2", "fog-3")) {
      subtask.accept("ann@example.org", Alerts.renamed(SampleMails.fog(), incident));
    }
    assertThat(count("mails_limited")).as("two wait for the next hour").isEqualTo(2);
    checkpoint();
    subtask.complete(1);
    await(() -> count("mails_retried") == 1);
    subtask.time(START + 5_000);
    assertThat(waitingMillis()).isEqualTo(5_000);
    subtask.time(START + 90_000);
    await(() -> count("mails_undeliverable") == 1);
    assertThat(waitingMillis()).isZero();

    smtp.answering(attempt -> Answer.OK);
    subtask.time(START + Duration.ofHours(2).toMillis());
    checkpoint();
    subtask.complete(1);
    await(() -> count("mails_sent") == 1);
    assertThat(smtp.received()).as("the two in one digest").hasSize(1);
    assertThat(count("mails_limited")).isEqualTo(2);
  }

  /** Measured by the operator's clock: 10 min of failures first, then a fresh alert. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CLOSING_421", "DROP_BEFORE_DATA", "DROP_IN_DATA", "TAKEN_BUT_NO_REPLY"})
  void aRecipientWhoseMailBreaksTheConnectionHoldsUpNobodyAndIsGivenUp(Fault fault)
      throws Exception {
    List<String> bad = List.of("bad1@example.org", "bad2@example.org", "bad3@example.org");
    smtp.answering(attempt -> bad.contains(attempt.recipient()) ? Answer.broken(fault) : Answer.OK);
    List<String> all = new ArrayList<>(bad);
    all.add("good@example.org");
    terms = quickToGiveUp();
    DeliverySubtask subtask =
        open(
            NotificationsIT.subscribers("true", all.toArray(new String[0])),
            SentMailLog.NONE,
            0,
            1,
            null,
            START);
    subtasks.add(subtask);
    for (String recipient : bad) {
      subtask.accept(recipient, SampleMails.fog());
    }
    long now = run(START, Duration.ofMinutes(10));
    assertThat(bad.stream().mapToInt(smtp::attempts).sum()).isGreaterThan(5);
    subtask.accept("good@example.org", SampleMails.fog());
    run(now, Duration.ofSeconds(10));
    await(() -> smtp.attempts("good@example.org") == 1); // 10 s later, and no second
    now = run(now + 10_000, Duration.ofHours(3));
    assertThat(count("mails_undeliverable")).isEqualTo(bad.size());
    assertThat(waitingMillis()).isZero();
  }

  @Test
  void aMailThatBreaksTheConnectionDoesNotHoldUpTheLaterOnesOfItsRecipient() throws Exception {
    smtp.breakingAt(raw -> raw.contains("poison"));
    terms = quickToGiveUp();
    subtasks.add(
        open(
            NotificationsIT.subscribers("true", "ann@example.org"),
            SentMailLog.NONE,
            0,
            1,
            null,
            START));
    // As many as the window has room for.
    for (int i = 0; i < DeliveryTerms.DEFAULT.window(); i++) {
      subtasks.get(0).accept("ann@example.org", Alerts.renamed(SampleMails.fog(), "poison-" + i));
    }
    long now = run(START, Duration.ofMinutes(20));
    subtasks.get(0).accept("ann@example.org", Alerts.renamed(SampleMails.fog(), "later"));
    now = run(now, Duration.ofMinutes(1));
    assertThat(smtp.received()).as("a minute later").hasSize(1);
    run(now, Duration.ofHours(4));
    assertThat(waitingMillis()).isZero();
    assertThat(smtp.received()).hasSize(1);
  }

  @Test
  void whatNoServerTakesForSoLongIsGivenUp() throws Exception {
    terms = quickToGiveUp();
    smtp.close();
    subtasks.add(
        open(
            NotificationsIT.subscribers("true", READERS.toArray(new String[0])),
            SentMailLog.NONE,
            0,
            1,
            null,
            START));
    for (String reader : READERS) {
      subtasks.get(0).accept(reader, Alerts.renamed(SampleMails.fog(), "first"));
      subtasks.get(0).accept(reader, Alerts.renamed(SampleMails.fog(), "second"));
    }
    run(START, Duration.ofMinutes(160));
    assertThat(waitingMillis()).isZero();
    assertThat(count("mails_undeliverable")).isEqualTo(2 * READERS.size());
  }

  private static DeliveryTerms quickToGiveUp() {
    DeliveryTerms usual = DeliveryTerms.DEFAULT;
    return new DeliveryTerms(
        usual.firstRetry(),
        usual.longestRetry(),
        Duration.ofHours(2),
        usual.staleAfter(),
        usual.window(),
        usual.mostInDigest());
  }

  /** Lets that much time pass by the operator's clock, and a little by the machine's. */
  private long run(long from, Duration time) throws Exception {
    for (long now = from; now <= from + time.toMillis(); now += 5_000) {
      subtasks.get(0).time(now);
      subtasks.get(0).snapshot(++checkpoints);
      subtasks.get(0).complete(checkpoints);
      for (int look = 0; look < 8; look++) {
        LockSupport.parkNanos(500_000);
        subtasks.get(0).work();
      }
    }
    return from + time.toMillis();
  }

  private DeliverySubtask open(
      SubscriptionSet subscriptions,
      SentMailLog record,
      int index,
      int parallelism,
      @Nullable OperatorSubtaskState state,
      long now)
      throws Exception {
    NotifySettings settings =
        NotifySettings.of(SmtpSettings.of("127.0.0.1", smtp.port()), SampleMails.SENDER)
            .withTerms(terms);
    DeliveryOperatorFactory factory = new DeliveryOperatorFactory(settings, subscriptions, record);
    DeliverySubtask subtask =
        new DeliverySubtask(factory, MAX_PARALLELISM, parallelism, index, now);
    subtask.open(state);
    return subtask;
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (DeliverySubtask subtask : subtasks) {
      states.add(subtask.snapshot(1));
    }
    return AbstractStreamOperatorTestHarness.repackageState(
        states.toArray(new OperatorSubtaskState[0]));
  }

  private void crash() throws Exception {
    for (DeliverySubtask subtask : subtasks) {
      subtask.close();
    }
    subtasks.clear();
  }

  private void await(BooleanSupplier condition) {
    Waiting.await(
        PATIENCE,
        () -> {
          subtasks.forEach(DeliverySubtask::work);
          return condition.getAsBoolean();
        });
  }

  private Set<String> sent() {
    return subtasks.stream()
        .flatMap(subtask -> subtask.sent().stream())
        .map(SentMail::messageId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private long count(String metric) {
    return ((Counter) subtasks.get(0).metric(metric)).getCount();
  }

  private long waitingMillis() {
    return (Long) ((Gauge<?>) subtasks.get(0).metric("mail_oldest_waiting_millis")).getValue();
  }

  private static int subtaskOf(String reader, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        reader, MAX_PARALLELISM, parallelism);
  }
}
