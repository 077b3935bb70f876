package io.petrel.embedded;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real SMTP server in this JVM, on the loopback address. It accepts mail for any recipient, and
 * writes each message to a folder before it answers 250. If it cannot write a message, it answers
 * 451, so the sender keeps it. One message to several recipients is one file.
 *
 * <p>No TLS and no authentication: for demos and tests. Methods may be called by any thread.
 */
public final class EmbeddedMailServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMailServer.class);
  private static final String WHAT = "Embedded mail server";

  private final GreenMail greenMail;
  private final MailFolder folder;
  private final AtomicLong received = new AtomicLong();
  private final List<Consumer<StoredMail>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable MovingMessage lastStored;

  private EmbeddedMailServer(GreenMail greenMail, MailFolder folder) {
    this.greenMail = greenMail;
    this.folder = folder;
  }

  /** Starts a server on any free port. */
  public static EmbeddedMailServer start(MailFolder folder) {
    return start(folder, 0);
  }

  /**
   * Starts a server.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @throws EmbeddedServerException if the port is in use or the server does not start
   */
  public static EmbeddedMailServer start(MailFolder folder, int port) {
    if (port != 0) {
      Loopback.requireFree(WHAT, port);
    }
    GreenMail greenMail =
        new GreenMail(new ServerSetup(port, Loopback.ADDRESS, ServerSetup.PROTOCOL_SMTP));
    EmbeddedMailServer server = new EmbeddedMailServer(greenMail, folder);
    greenMail.getUserManager().setMessageDeliveryHandler(server::deliver);
    try {
      greenMail.start();
    } catch (RuntimeException e) {
      throw new EmbeddedServerException(
          "%s: did not start on %s:%d: %s".formatted(WHAT, Loopback.ADDRESS, port, e.getMessage()),
          e);
    }
    return server;
  }

  public String host() {
    return Loopback.ADDRESS;
  }

  public int port() {
    return greenMail.getSmtp().getPort();
  }

  public MailFolder folder() {
    return folder;
  }

  /** Mails stored since this server started. */
  public long received() {
    return received.get();
  }

  /**
   * Calls the listener for each mail from now on, on the thread that received it, before the sender
   * gets its 250. An exception of the listener is logged and does not change the answer.
   */
  public void onReceived(Consumer<StoredMail> listener) {
    listeners.add(listener);
  }

  /** Stops the server; the mails stay. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      greenMail.stop();
    }
  }

  /** Called once per recipient; GreenMail answers 451 when this throws. */
  private synchronized GreenMailUser deliver(MovingMessage message, MailAddress recipient)
      throws MessagingException {
    if (message != lastStored) {
      store(message);
      lastStored = message;
    }
    return new NoMailbox(recipient.getEmail());
  }

  private void store(MovingMessage message) throws MessagingException {
    List<String> recipients =
        message.getToAddresses().stream().map(MailAddress::getEmail).sorted().toList();
    StoredMail mail;
    try {
      mail = folder.store(message.getMessage(), recipients);
    } catch (IOException e) {
      LOG.warn("{} cannot write a mail for {}; answered 451", WHAT, recipients, e);
      throw new MessagingException("The mail cannot be written: " + e, e);
    }
    received.incrementAndGet();
    for (Consumer<StoredMail> listener : listeners) {
      try {
        listener.accept(mail);
      } catch (RuntimeException e) {
        LOG.warn("{}: a listener failed for {}; the mail is stored", WHAT, mail.file(), e);
      }
    }
  }

  /** Keeps GreenMail from storing mails in memory: they are in the folder already. */
  private record NoMailbox(String address) implements GreenMailUser {
    @Override
    public String getEmail() {
      return address;
    }

    @Override
    public String getLogin() {
      return address;
    }

    @Override
    public String getQualifiedMailboxName() {
      return address;
    }

    @Override
    public String getPassword() {
      return "";
    }

    @Override
    public void deliver(MovingMessage message) {}

    @Override
    public void deliver(MimeMessage message) {}

    @Override
    public void create() {}

    @Override
    public void delete() {}

    @Override
    public void setPassword(String password) {}

    @Override
    public void authenticate(String password) {}
  }
}
