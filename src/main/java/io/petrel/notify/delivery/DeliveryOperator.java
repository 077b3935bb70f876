package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.outbox.EnqueueResult;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.state.CodecTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an {@link Outbox} for each recipient and sends the mails that it selects. All but the
 * sending happens on the task's thread; results of sending come back through its mailbox.
 *
 * <p>All pending work has a timer, or its recipient is queued here: behind a mail in transit, or
 * for an unreachable server. A checkpoint has the timers, but not the queue, so after a restore
 * every recipient is queued.
 */
public final class DeliveryOperator extends AbstractStreamOperator<Undeliverable>
    implements TwoInputStreamOperator<Addressed, SubscriptionSet, Undeliverable>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryOperator.class);

  /** How often a mail that is decided, but may not be sent yet, is checked. */
  private static final long LOOK_AGAIN_MILLIS = 5_000;

  /** Side output: mails that the server has accepted. */
  public static final OutputTag<SentMail> SENT =
      new OutputTag<>("sent", CodecTypeInfo.of(SentMail.CODEC));

  private final transient NotifySettings settings;
  private final transient SubscriptionSet initial;
  private final transient SentMailLog sentMails;
  private final transient Function<NotifySettings, MailDispatcher> dispatchers;
  private final transient MailboxExecutor mailbox;

  private transient Outboxes outboxes;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient SubscriptionBook book;
  private transient MailDispatcher courier;
  private transient ServerPause pause;
  private transient CheckpointGate confirmations;
  private transient SentBefore sentBefore;
  private transient DeliveryMetrics counts;
  private transient DeliveryOutcomeHandler outcomes;
  private transient RecipientScheduler turns;
  private transient WaitingRecipients waiting;
  private transient boolean resumeIsScheduled;
  private transient Instant giveUpNext;

  @SuppressWarnings("NullAway.Init") // Flink makes operators ready in open.
  DeliveryOperator(
      StreamOperatorParameters<Undeliverable> parameters,
      NotifySettings settings,
      SubscriptionSet initial,
      SentMailLog sentMails,
      Function<NotifySettings, MailDispatcher> dispatchers) {
    super(parameters);
    this.dispatchers = dispatchers;
    this.settings = settings;
    this.initial = initial;
    this.sentMails = sentMails;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    book = SubscriptionBook.open(context.getOperatorStateStore(), initial);
    outboxes = new Outboxes(context.getKeyedStateStore(), settings);
    sentBefore = SentBefore.restore(context, sentMails);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("mail", VoidNamespaceSerializer.INSTANCE, this);
    turns = new RecipientScheduler();
    giveUpNext = Instant.MIN;
    waiting = new WaitingRecipients();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    pause = new ServerPause(settings.terms().longestRetry(), subtask);
    confirmations =
        new CheckpointGate(
            CheckpointingOptions.isCheckpointingEnabled(getContainingTask().getJobConfiguration()),
            settings.checkpointPatience());
    counts = new DeliveryMetrics(getMetricGroup(), waiting, () -> now().toEpochMilli());
    outcomes =
        new DeliveryOutcomeHandler(
            settings,
            pause,
            confirmations,
            counts,
            sent -> output.collect(SENT, new StreamRecord<>(sent)),
            undeliverable -> output.collect(new StreamRecord<>(undeliverable)));
    courier = dispatchers.apply(settings);
    turns.ready(Outboxes.recipients(getKeyedStateBackend()));
    var unusedTurn = getProcessingTimeService().registerTimer(now().toEpochMilli(), time -> pump());
  }

  @Override
  public void processElement1(StreamRecord<Addressed> record) throws Exception {
    Addressed addressed = record.getValue();
    Alert alert = addressed.alert();
    Instant now = now();
    Outbox outbox = outboxes.of(addressed.recipient());
    List<Long> before = outbox.open();
    EnqueueResult accepted =
        outbox.arrive(
            alert,
            addressed.wantedBy(),
            book.subscriptions(),
            now,
            mail ->
                turns.isUnderWay(addressed.recipient()) || sentBefore.contains(mail.messageId()));
    before.stream()
        .filter(number -> outbox.mail(number).isEmpty())
        .forEach(number -> confirmations.done(addressed.recipient(), number));
    counts.arrived(accepted.arrival());
    if (accepted.number().isPresent()) {
      outboxes.keep(accepted.number().getAsLong(), alert, outbox);
    }
    LOG.debug("{} for {}: {}", alert.identifier(), addressed.recipient(), accepted.arrival());
    save(addressed.recipient(), outbox, now);
    turns.ready(addressed.recipient());
    pump();
  }

  @Override
  public void processElement2(StreamRecord<SubscriptionSet> record) throws Exception {
    book.use(record.getValue());
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer in event time is ever set");
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    turns.ready(timer.getKey());
    pump();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    confirmations.snapshot(context.getCheckpointId());
    sentBefore.checkpoint(now());
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    turns.ready(confirmations.complete(checkpoint));
    pump();
  }

  /** The end of bounded input: sends all that is due, however long the server takes. */
  @Override
  public void finish() throws Exception {
    confirmations.stop();
    while (!turns.isIdle() || !waiting.isEmpty()) {
      turns.ready(waiting.recipients());
      pump();
      courier.after(50, () -> wake("look again"));
      mailbox.yield();
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    try {
      if (courier != null) {
        courier.close();
      }
    } finally {
      super.close();
    }
  }

  /** Serves recipients while there is room. */
  private void pump() throws Exception {
    Instant now = now();
    giveUpOld(now);
    while (pause.isOver(now)) {
      Optional<String> next = turns.next(pause.room(settings.smtp().maxConnections()));
      if (next.isEmpty()) {
        break;
      }
      serve(next.get(), now);
    }
    if (turns.hasReady() && !pause.isOver(now) && !resumeIsScheduled) {
      resumeIsScheduled = true;
      var unused =
          getProcessingTimeService()
              .registerTimer(
                  pause.until().toEpochMilli(),
                  time -> {
                    resumeIsScheduled = false;
                    pump();
                  });
    }
  }

  /** While the server is away nobody is served, but what is too old is given up all the same. */
  private void giveUpOld(Instant now) throws Exception {
    if (pause.failures() == 0 || now.isBefore(giveUpNext)) {
      return;
    }
    giveUpNext = now.plus(settings.terms().longestRetry());
    for (String recipient : turns.waiting()) {
      setCurrentKey(recipient);
      Outbox outbox = outboxes.of(recipient);
      outcomes.giveUpOld(recipient, outbox, now);
      save(recipient, outbox, now);
    }
  }

  private void serve(String recipient, Instant now) throws Exception {
    setCurrentKey(recipient);
    Outbox outbox = outboxes.of(recipient);
    List<Long> before = outbox.open();
    counts.limited.inc(outbox.release(book.subscriptions(), now, pause.serverIsAway()));
    outbox.open().stream()
        .filter(number -> !before.contains(number))
        .forEach(number -> confirmations.decided(recipient, number, now));
    Optional<Mail> next = outbox.next(now, n -> confirmations.mayGo(recipient, n, now));
    if (next.isPresent()) {
      start(recipient, next.get(), outbox, now);
    }
    save(recipient, outbox, now);
  }

  private void start(String recipient, Mail mail, Outbox outbox, Instant now) throws Exception {
    if (sentBefore.has(mail.messageId())) {
      skip(recipient, mail, outbox, "it was sent before the restart");
      return;
    }
    List<Alert> alerts = outboxes.alerts(mail);
    Optional<Subscription> subscription =
        Envelopes.subscription(recipient, mail, alerts, book.subscriptions());
    if (subscription.isEmpty() || alerts.isEmpty()) {
      skip(recipient, mail, outbox, "its recipient has no subscription any more");
      return;
    }
    turns.started(recipient);
    var unused =
        courier
            .send(
                new MailDispatcher.Job(
                    mail, alerts, Envelopes.of(recipient, mail, subscription.get(), settings, now)))
            .thenAccept(attempt -> mailboxRun(() -> finished(recipient, mail.number(), attempt)));
  }

  private void skip(String recipient, Mail mail, Outbox outbox, String why) {
    LOG.info("Skipped mail {}: {}", mail.messageId(), why);
    outcomes.done(recipient, mail, outbox);
    turns.ready(recipient);
  }

  private void finished(String recipient, long number, MailDispatcher.Attempt attempt)
      throws Exception {
    SendResult result = attempt.result();
    Instant now = now();
    setCurrentKey(recipient);
    Outbox outbox = outboxes.of(recipient);
    Optional<Mail> mail = outbox.mail(number);
    if (mail.isPresent()) {
      outcomes.settle(recipient, mail.get(), outbox, result, now);
      if (result instanceof SendResult.Sent) {
        outcomes.giveUpAlerts(recipient, mail.get(), attempt.unwritten(), now);
      }
      save(recipient, outbox, now);
    }
    if (!(result instanceof SendResult.NoServer)) {
      turns.lastFailed(
          recipient, result instanceof SendResult.Broken || result instanceof SendResult.TryLater);
    }
    turns.ended(recipient);
    pump();
  }

  private void save(String recipient, Outbox outbox, Instant now) throws Exception {
    outboxes.save(outbox);
    waiting.note(recipient, outbox, now);
    long next = outbox.nextMillis(now);
    if (next == Long.MAX_VALUE) {
      return;
    }
    if (next <= now.toEpochMilli()) {
      // Whole steps, so that a recipient has few of them.
      next = (now.toEpochMilli() / LOOK_AGAIN_MILLIS + 1) * LOOK_AGAIN_MILLIS;
    }
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, next);
  }

  private void wake(String why) {
    mailboxRun(() -> LOG.trace(why));
  }

  private void mailboxRun(ThrowingRunnable<? extends Exception> task) {
    try {
      mailbox.execute(task, "mail");
    } catch (RejectedExecutionException e) {
      LOG.debug("The task has ended; the result of a mail is not recorded");
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
  }
}
