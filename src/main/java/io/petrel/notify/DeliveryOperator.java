package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.outbox.Accepted;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.outbox.OutboxCodec;
import io.petrel.notify.outbox.OutboxState;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.subscription.SubscriptionSetCodec;
import io.petrel.state.CodecTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an {@link Outbox} for each recipient and sends what it names. Everything but the sending
 * itself happens on the task's thread; results of sending come back through its mailbox.
 *
 * <p>Whatever is to be done has a timer, and timers are part of a checkpoint: after a restore they
 * fire, and each recipient is served again. One mail of a recipient is under way at a time.
 */
final class DeliveryOperator extends AbstractStreamOperator<Undeliverable>
    implements TwoInputStreamOperator<Addressed, SubscriptionSet, Undeliverable>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryOperator.class);

  /** A recipient that is being served anyway has a timer of this distance, for a restore. */
  private static final long SAFETY_MILLIS = 5_000;

  /** Behind so many waiting alerts a further one comes in a digest, which shows no chart. */
  private static final int CHARTS_WAITING = 20;

  /** Side output: mails that the server has taken. */
  static final OutputTag<SentMail> SENT =
      new OutputTag<>("sent", CodecTypeInfo.of(SentMailCodec.INSTANCE));

  private final transient NotifySettings settings;
  private final transient SubscriptionSet initial;
  private final transient SentMails sentMails;
  private final transient MailboxExecutor mailbox;

  private transient ValueState<OutboxState> outboxes;
  private transient MapState<Long, Alert> bodies;
  private transient BroadcastState<String, SubscriptionSet> subscriptionState;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient SubscriptionBook book;
  private transient Courier courier;
  private transient ServerPause pause;
  private transient Confirmations confirmations;
  private transient SentBefore sentBefore;
  private transient DeliveryMetrics counts;

  /** Recipients that may have something to send. */
  private transient LinkedHashSet<String> ready;

  private transient Set<String> underWay;
  private transient Map<String, Long> waitingSince;
  private transient boolean resumeIsScheduled;

  @SuppressWarnings("NullAway.Init") // Flink makes operators ready in open.
  DeliveryOperator(
      StreamOperatorParameters<Undeliverable> parameters,
      NotifySettings settings,
      SubscriptionSet initial,
      SentMails sentMails) {
    super(parameters);
    this.settings = settings;
    this.initial = initial;
    this.sentMails = sentMails;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    MapStateDescriptor<String, SubscriptionSet> descriptor =
        SubscriptionBook.state(CodecTypeInfo.of(SubscriptionSetCodec.INSTANCE));
    subscriptionState = context.getOperatorStateStore().getBroadcastState(descriptor);
    outboxes =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("outbox", CodecTypeInfo.of(OutboxCodec.INSTANCE)));
    bodies =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(
                    "alerts", Types.LONG, CodecTypeInfo.of(AlertCodec.INSTANCE)));
    sentBefore = SentBefore.restore(context, sentMails);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("mail", VoidNamespaceSerializer.INSTANCE, this);
    book = new SubscriptionBook();
    SubscriptionSet restored = subscriptionState.get(SubscriptionBook.KEY);
    var unused = book.use(restored == null ? initial : restored);
    ready = new LinkedHashSet<>();
    underWay = new HashSet<>();
    waitingSince = new ConcurrentHashMap<>();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    pause = new ServerPause(settings.terms().longestRetry(), subtask);
    confirmations =
        new Confirmations(
            CheckpointingOptions.isCheckpointingEnabled(getContainingTask().getJobConfiguration()),
            settings.checkpointPatience());
    counts = new DeliveryMetrics(getMetricGroup(), waitingSince, () -> now().toEpochMilli());
    courier = new Courier(settings);
  }

  @Override
  public void processElement1(StreamRecord<Addressed> record) throws Exception {
    Addressed addressed = record.getValue();
    Alert alert = addressed.alert();
    Instant now = now();
    Outbox outbox = outbox(addressed.recipient());
    Accepted accepted = outbox.arrive(alert, addressed.wantedBy(), book.subscriptions(), now);
    switch (accepted.arrival()) {
      case QUEUED, HELD -> {}
      case DUPLICATE -> counts.duplicate.inc();
      case NOT_WANTED, NEVER_TOLD, OVER_WHILE_MUTED -> counts.unwanted.inc();
    }
    if (accepted.number().isPresent()) {
      boolean full = outbox.waiting() <= CHARTS_WAITING;
      bodies.put(accepted.number().getAsLong(), full ? alert : Leaner.of(alert));
    }
    LOG.debug("{} for {}: {}", alert.identifier(), addressed.recipient(), accepted.arrival());
    save(addressed.recipient(), outbox, now);
    ready.add(addressed.recipient());
    pump();
  }

  @Override
  public void processElement2(StreamRecord<SubscriptionSet> record) throws Exception {
    if (book.use(record.getValue())) {
      subscriptionState.put(SubscriptionBook.KEY, record.getValue());
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer in event time is ever set");
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    ready.add(timer.getKey());
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
    ready.addAll(confirmations.complete(checkpoint));
    pump();
  }

  /** The end of bounded input: sends what may go, however long the server takes. */
  @Override
  public void finish() throws Exception {
    confirmations.stop();
    while (!underWay.isEmpty() || !waitingSince.isEmpty()) {
      ready.addAll(waitingSince.keySet());
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
    while (!ready.isEmpty()
        && pause.isOver(now)
        && underWay.size() < pause.room(settings.smtp().maxConnections())) {
      String recipient = ready.iterator().next();
      ready.remove(recipient);
      if (!underWay.contains(recipient)) {
        serve(recipient, now);
      }
    }
    if (!ready.isEmpty() && !pause.isOver(now) && !resumeIsScheduled) {
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

  private void serve(String recipient, Instant now) throws Exception {
    setCurrentKey(recipient);
    Outbox outbox = outbox(recipient);
    List<Long> before = outbox.open();
    counts.limited.inc(outbox.release(book.subscriptions(), now, pause.failures() > 0));
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
      LOG.info("Mail {} left before the restart", mail.messageId());
      finishMail(recipient, mail, outbox);
      ready.add(recipient);
      return;
    }
    List<Alert> alerts = new ArrayList<>();
    for (long number : mail.entries()) {
      Alert alert = bodies.get(number);
      if (alert != null) {
        alerts.add(alert);
      }
    }
    Optional<Subscription> subscription =
        Envelopes.subscription(recipient, mail, alerts, book.subscriptions());
    if (subscription.isEmpty() || alerts.isEmpty()) {
      LOG.info("Mail {} is not sent: its reader has left", mail.messageId());
      finishMail(recipient, mail, outbox);
      ready.add(recipient);
      return;
    }
    underWay.add(recipient);
    courier.send(
        new Courier.Job(
            mail, alerts, Envelopes.of(recipient, mail, subscription.get(), settings, now)),
        result -> mailboxRun(() -> finished(recipient, mail.number(), result)));
  }

  private void finished(String recipient, long number, SendResult result) throws Exception {
    Instant now = now();
    underWay.remove(recipient);
    setCurrentKey(recipient);
    Outbox outbox = outbox(recipient);
    Optional<Mail> mail = outbox.mail(number);
    if (mail.isPresent()) {
      settle(recipient, mail.get(), outbox, result, now);
      save(recipient, outbox, now);
    }
    ready.add(recipient);
    pump();
  }

  private void settle(String recipient, Mail mail, Outbox outbox, SendResult result, Instant now) {
    if (result instanceof SendResult.NoServer noServer) {
      pause.failed(now);
      counts.retried.inc();
      DeliveryLog.noServer(settings.smtp(), pause, noServer.reason(), recipient);
      return;
    }
    pause.succeeded();
    if (result instanceof SendResult.Sent) {
      counts.sent.inc();
      finishMail(recipient, mail, outbox);
      SentMail sent =
          new SentMail(mail.messageId(), mail.subscription(), mail.incidents(), now.toEpochMilli());
      output.collect(SENT, new StreamRecord<>(sent));
      LOG.debug("Mail {} sent to {}", mail.messageId(), recipient);
    } else if (result instanceof SendResult.TryLater later) {
      counts.retried.inc();
      if (outbox.failed(mail, now)) {
        DeliveryLog.putOff(mail, later.reply(), recipient);
      } else {
        undeliverable(recipient, mail, 0, later.reply(), now);
      }
    } else if (result instanceof SendResult.Refused refused) {
      finishMail(recipient, mail, outbox);
      undeliverable(recipient, mail, refused.code(), refused.reply(), now);
    }
  }

  private void finishMail(String recipient, Mail mail, Outbox outbox) {
    outbox.done(mail);
    confirmations.done(recipient, mail.number());
  }

  private void undeliverable(String recipient, Mail mail, int code, String reply, Instant now) {
    counts.undeliverable.inc();
    confirmations.done(recipient, mail.number());
    DeliveryLog.undeliverable(mail, reply, recipient);
    output.collect(
        new StreamRecord<>(
            new Undeliverable(
                recipient,
                mail.subscription(),
                mail.messageId(),
                mail.incidents(),
                mail.digest(),
                code,
                reply,
                mail.attempts() + 1,
                now.toEpochMilli())));
  }

  private Outbox outbox(String recipient) throws Exception {
    OutboxState state = outboxes.value();
    return new Outbox(
        state == null ? OutboxState.EMPTY : state, recipient, settings.terms(), settings.domain());
  }

  private void save(String recipient, Outbox outbox, Instant now) throws Exception {
    for (long number : outbox.dropped()) {
      bodies.remove(number);
    }
    OutboxState state = outbox.state();
    if (state.isEmpty()) {
      outboxes.clear();
    } else {
      outboxes.update(state);
    }
    long since = outbox.oldestWaitingMillis(now);
    if (since == Long.MAX_VALUE) {
      waitingSince.remove(recipient);
    } else {
      waitingSince.put(recipient, since);
    }
    long next = outbox.nextMillis();
    if (next == Long.MAX_VALUE) {
      return;
    }
    if (next <= now.toEpochMilli()) {
      // Whole steps, so that a recipient has few of them.
      next = (now.toEpochMilli() / SAFETY_MILLIS + 1) * SAFETY_MILLIS;
    }
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, next);
  }

  private void wake(String why) {
    mailboxRun(() -> LOG.trace(why));
  }

  private void mailboxRun(
      org.apache.flink.util.function.ThrowingRunnable<? extends Exception> task) {
    try {
      mailbox.execute(task, "mail");
    } catch (RejectedExecutionException e) {
      LOG.debug("The task has ended; what became of a mail is not recorded");
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
  }
}
