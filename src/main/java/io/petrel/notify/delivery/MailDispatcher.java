package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSender;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.Digest;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.render.MailMessage;
import io.petrel.notify.render.MailRenderer;
import io.petrel.wire.cap.CapXml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders and sends mails on threads of its own, one for each connection. The caller limits how
 * many are in transit.
 */
final class MailDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailDispatcher.class);
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final SmtpSender sender;
  private final MailRenderer renderer;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;

  MailDispatcher(NotifySettings settings) {
    this(settings, new MailRenderer(CapFile::of));
  }

  MailDispatcher(NotifySettings settings, MailRenderer renderer) {
    this.sender = new SmtpSender(settings.smtp());
    this.renderer = renderer;
    int connections = settings.smtp().maxConnections();
    this.threads =
        new ThreadPoolExecutor(
            connections,
            connections,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            MailDispatcher::daemon);
    threads.allowCoreThreadTimeOut(true);
    this.clock = Executors.newSingleThreadScheduledExecutor(MailDispatcher::daemon);
  }

  /**
   * A mail to send.
   *
   * @param alerts its content, in order of arrival, at least one
   */
  record Job(Mail mail, List<Alert> alerts, Envelope envelope) {}

  /**
   * Sends on another thread.
   *
   * @return the result; fails only with an error that a retry cannot repair, such as a missing
   *     class
   */
  CompletableFuture<SendResult> send(Job job) {
    return CompletableFuture.supplyAsync(() -> attempt(job), threads);
  }

  /** Runs an action after a delay on another thread. */
  void after(long millis, Runnable task) {
    var unused = clock.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private SendResult attempt(Job job) {
    MailMessage message;
    Mail mail = job.mail();
    try {
      message =
          mail.digest()
              ? renderer.digest(
                  new Digest(mail.causes(), job.alerts(), mail.leftOut()), job.envelope())
              : renderer.alert(job.alerts().get(0), job.envelope());
    } catch (RuntimeException e) {
      return unwritable(job, "cannot render: " + e, e);
    }
    try {
      SendResult result = sender.send(message);
      return result instanceof SendResult.Unwritable unwritable
          ? unwritable(job, unwritable.error(), null)
          : result;
    } catch (RuntimeException e) {
      LOG.error("Cannot send mail {}; will retry", mail.messageId(), e);
      return new SendResult.TryLater("cannot be sent: " + e);
    }
  }

  /** Not retried: the next attempt would fail in the same way. */
  private static SendResult unwritable(Job job, String error, @Nullable RuntimeException cause) {
    String alerts = job.alerts().stream().map(Alert::identifier).collect(Collectors.joining(", "));
    LOG.error(
        "Cannot write mail {} of alert {}; will not retry: {}",
        job.mail().messageId(),
        alerts,
        error,
        cause);
    return new SendResult.Unwritable("alert %s: %s".formatted(alerts, error));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "petrel-mail-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clock.shutdownNow();
    sender.close();
  }

  /** The CAP 1.2 file that goes with an alert. */
  private static final class CapFile {
    private static final Logger LOG = LoggerFactory.getLogger(CapFile.class);

    /** Registered with IANA for CAP. */
    private static final String TYPE = "application/common-alerting-protocol+xml";

    private CapFile() {}

    /**
     * The file; empty when the alert cannot be written as CAP: the mail matters more than its file.
     */
    static Optional<MailMessage.Attachment> of(Alert alert) {
      try {
        String name = alert.identifier().replaceAll("[^A-Za-z0-9._-]", "_") + ".cap.xml";
        byte[] xml = CapXml.render(alert).getBytes(StandardCharsets.UTF_8);
        return Optional.of(new MailMessage.Attachment(name, TYPE, xml));
      } catch (RuntimeException e) {
        LOG.warn(
            "Cannot write the CAP file of alert {}; the mail goes without it",
            alert.identifier(),
            e);
        return Optional.empty();
      }
    }
  }
}
