package io.petrel.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Open connections to the mail server, reused while they are fresh: servers close idle ones. Safe
 * for many threads.
 */
final class Connections implements AutoCloseable {
  /** Much less than the 5 minutes that RFC 5321 (4.5.3.2.7) requires servers to wait. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Session session;
  private final SmtpSettings settings;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService sweeper;
  private volatile boolean closed;

  private record Idle(SMTPTransport transport, long sinceNanos) {
    boolean isOlderThan(long nanos) {
      return System.nanoTime() - sinceNanos > nanos;
    }
  }

  Connections(Session session, SmtpSettings settings) {
    this.session = session;
    this.settings = settings;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "petrel-smtp-idle");
              thread.setDaemon(true);
              return thread;
            });
    var unused = sweeper.scheduleWithFixedDelay(this::closeOld, 10, 10, TimeUnit.SECONDS);
  }

  /** An open connection that nobody else uses; after {@link #close} there is none. */
  SMTPTransport take() throws MessagingException {
    if (closed) {
      throw new MessagingException("the sender is closed");
    }
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      // Sends NOOP: a closed connection would otherwise look like an unreachable server.
      if (next.transport().isConnected()) {
        return next.transport();
      }
      drop(next.transport());
    }
    String protocol = settings.tls() == SmtpSettings.Tls.IMPLICIT ? "smtps" : "smtp";
    SMTPTransport transport = (SMTPTransport) session.getTransport(protocol);
    transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
    return transport;
  }

  void release(SMTPTransport transport) {
    idle.addFirst(new Idle(transport, System.nanoTime()));
    if (closed) {
      close();
    }
  }

  static void drop(@Nullable SMTPTransport transport) {
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (MessagingException e) {
      // Closed in any case.
    }
  }

  private void closeOld() {
    for (Idle last = idle.peekLast(); last != null && last.isOlderThan(IDLE_NANOS); ) {
      if (idle.removeLastOccurrence(last)) {
        drop(last.transport());
      }
      last = idle.peekLast();
    }
  }

  @Override
  public void close() {
    closed = true;
    sweeper.shutdownNow();
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      drop(next.transport());
    }
  }
}
