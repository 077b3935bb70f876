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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Writes and sends mails on threads of its own, one for each connection. The caller bounds how many
 * are under way.
 */
class MailDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailDispatcher.class);
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final SmtpSender sender;
  private final MailRenderer renderer;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;

  MailDispatcher(NotifySettings settings) {
    this(settings, new MailRenderer(alert -> CapFile.of(alert, settings.capRadiusKm())));
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
   * What became of a mail.
   *
   * @param unwritten alerts of a digest that could not be rendered, and why; the mail is about the
   *     others
   */
  record Attempt(SendResult result, Map<Alert, String> unwritten) {}

  /** Sends on another thread. Never fails: whatever goes wrong is a result. */
  CompletableFuture<Attempt> send(Job job) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return attempt(job);
          } catch (Throwable e) {
            // An Error too, such as a class that is missing: the other mails must go on.
            LOG.error("Cannot send mail {}; will retry", job.mail().messageId(), e);
            return new Attempt(new SendResult.TryLater("cannot be sent: " + e), Map.of());
          }
        },
        threads);
  }

  /** Runs something a little later on another thread. */
  void after(long millis, Runnable task) {
    var unused = clock.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private Attempt attempt(Job job) {
    Map<Alert, String> unwritten = new LinkedHashMap<>();
    MailMessage message;
    try {
      message = render(job, unwritten);
    } catch (RuntimeException | StackOverflowError e) {
      return new Attempt(unwritable(job, "cannot render: " + e, e), Map.of());
    }
    SendResult result = sender.send(message);
    return new Attempt(
        result instanceof SendResult.Unwritable unwritable
            ? unwritable(job, unwritable.error(), null)
            : result,
        unwritten);
  }

  private MailMessage render(Job job, Map<Alert, String> unwritten) {
    Mail mail = job.mail();
    if (!mail.digest()) {
      return renderer.alert(job.alerts().get(0), job.envelope());
    }
    try {
      return digest(job, job.alerts(), 0);
    } catch (RuntimeException | StackOverflowError e) {
      List<Alert> good = new ArrayList<>();
      for (Alert alert : job.alerts()) {
        try {
          var unused = digest(job, List.of(alert), 0);
          good.add(alert);
        } catch (RuntimeException | StackOverflowError alone) {
          LOG.error(
              "Alert {} of mail {} cannot be rendered; the mail goes without it",
              alert.identifier(),
              mail.messageId(),
              alone);
          unwritten.put(alert, "alert %s: cannot render: %s".formatted(alert.identifier(), alone));
        }
      }
      if (good.isEmpty() || unwritten.isEmpty()) {
        throw e;
      }
      return digest(job, good, unwritten.size());
    }
  }

  private MailMessage digest(Job job, List<Alert> alerts, int unwritten) {
    Mail mail = job.mail();
    return renderer.digest(
        new Digest(mail.causes(), alerts, mail.leftOut(), unwritten), job.envelope());
  }

  /** Not to be tried again: the next attempt would fail alike. */
  private static SendResult unwritable(Job job, String error, @Nullable Throwable cause) {
    String alerts = job.alerts().stream().map(Alert::identifier).collect(Collectors.joining(", "));
    LOG.error(
        "Mail {} of alert {} cannot be written, will not retry: {}",
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
     * The file; empty when the alert cannot be said in CAP: the mail is worth more than its file.
     */
    static Optional<MailMessage.Attachment> of(Alert alert, int radiusKm) {
      try {
        String name = alert.identifier().replaceAll("[^A-Za-z0-9._-]", "_") + ".cap.xml";
        byte[] xml = CapXml.render(alert, radiusKm).getBytes(StandardCharsets.UTF_8);
        return Optional.of(new MailMessage.Attachment(name, TYPE, xml));
      } catch (RuntimeException e) {
        LOG.warn("No CAP file for {}", alert.identifier(), e);
        return Optional.empty();
      }
    }
  }
}
