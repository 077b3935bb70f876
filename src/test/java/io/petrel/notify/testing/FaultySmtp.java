package io.petrel.notify.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/** A real SMTP server on the loopback whose answers a test chooses. */
public final class FaultySmtp implements AutoCloseable {
  /** What happens to one attempt. */
  public enum Fault {
    NONE,
    DROP_BEFORE_DATA,
    DROP_IN_DATA,
    /** The server takes the mail, and the connection breaks before it says so. */
    TAKEN_BUT_NO_REPLY,
    CLOSING_421,
    /** The answer to RCPT comes after the delay. */
    SLOW_BEFORE_DATA
  }

  /** An answer: at RCPT or at DATA with that code, or a broken connection. */
  public record Answer(Fault fault, int rcptCode, int dataCode, String words, Duration delay) {
    public static final Answer OK = new Answer(Fault.NONE, 0, 0, "", Duration.ZERO);

    public static Answer rcpt(int code, String words) {
      return new Answer(Fault.NONE, code, 0, words, Duration.ZERO);
    }

    public static Answer data(int code, String words) {
      return new Answer(Fault.NONE, 0, code, words, Duration.ZERO);
    }

    public static Answer broken(Fault fault) {
      return new Answer(fault, 0, 0, "", Duration.ZERO);
    }

    public static Answer slowBeforeData(Duration delay) {
      return new Answer(Fault.SLOW_BEFORE_DATA, 0, 0, "", delay);
    }

    public static Answer slow(Duration delay) {
      return new Answer(Fault.NONE, 0, 0, "", delay);
    }
  }

  /** An attempt of a sender, counted from 1 for each recipient. */
  public record Attempt(String recipient, int number) {}

  /** A mail that the server took. */
  public record Received(String recipient, String raw) {
    public String header(String name) {
      String unfolded = raw.replaceAll("\r\n[ \t]+", " ");
      for (String line : unfolded.split("\r\n", -1)) {
        if (line.isEmpty()) {
          break;
        }
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }

    public String messageId() {
      return header("Message-ID");
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final java.util.Set<String> sessions = ConcurrentHashMap.newKeySet();
  private volatile boolean tlsSeen;
  private @Nullable SSLContext tls;
  private boolean tlsFromTheStart;
  private boolean tlsDemanded;
  private @Nullable String password;
  private volatile Function<Attempt, Answer> answers = attempt -> Answer.OK;
  private volatile Predicate<String> poison = raw -> false;
  private @Nullable SMTPServer server;
  private int port;

  public FaultySmtp() {
    this(null);
  }

  /** A server with STARTTLS. */
  public FaultySmtp(@Nullable SSLContext tls) {
    this.tls = tls;
  }

  /** TLS from the first byte. */
  public FaultySmtp implicitTls() {
    tlsFromTheStart = true;
    return this;
  }

  /** Whether it takes mail over TLS only; from the next start on. */
  public FaultySmtp demandingTls(boolean demanded) {
    tlsDemanded = demanded;
    return this;
  }

  /** Shows another certificate from the next start on. */
  public FaultySmtp showing(SSLContext newTls) {
    tls = newTls;
    return this;
  }

  /** Takes no mail without a login with this password. */
  public FaultySmtp requiringPassword(String newPassword) {
    password = newPassword;
    return this;
  }

  public FaultySmtp answering(Function<Attempt, Answer> newAnswers) {
    this.answers = newAnswers;
    return this;
  }

  /** Breaks the connection at each mail, as it is written, of which that is true. */
  public FaultySmtp breakingAt(Predicate<String> newPoison) {
    this.poison = newPoison;
    return this;
  }

  public FaultySmtp start() {
    SMTPServer.Builder builder =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .maxConnections(50)
            .messageHandlerFactory(Handler::new);
    if (tls != null && tlsFromTheStart) {
      builder = builder.serverSocketFactory(tls);
    } else if (tls != null) {
      builder = builder.enableTLS(true).startTlsSocketFactory(tls).requireTLS(tlsDemanded);
    }
    String expected = password;
    if (expected != null) {
      builder =
          builder
              .requireAuth(true)
              .authenticationHandlerFactory(
                  new EasyAuthenticationHandlerFactory(
                      (user, given, context) -> {
                        if (!given.equals(expected)) {
                          throw new LoginFailedException();
                        }
                      }));
    }
    server = builder.build();
    server.start();
    port = server.getPortAllocated();
    return this;
  }

  /** Ends it; {@link #start} begins again on the same port. */
  public void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  public int port() {
    return port;
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  public int attempts(String recipient) {
    return attempts.getOrDefault(recipient, new AtomicInteger()).get();
  }

  /** Connections over which a mail came. */
  public int sessions() {
    return sessions.size();
  }

  /** Whether a mail came over TLS. */
  public boolean tlsSeen() {
    return tlsSeen;
  }

  @Override
  public void close() {
    stop();
  }

  private final class Handler implements MessageHandler {
    private final Session session;
    private String recipient = "";
    private Answer answer = Answer.OK;

    Handler(MessageContext context) {
      this.session = (Session) context;
      sessions.add(session.getSessionId());
      tlsSeen |= session.isTLSStarted();
    }

    @Override
    public void from(String from) {}

    @Override
    public void recipient(String to) throws RejectException {
      recipient = to;
      int number = attempts.computeIfAbsent(to, key -> new AtomicInteger()).incrementAndGet();
      answer = answers.apply(new Attempt(to, number));
      if (answer.fault() == Fault.CLOSING_421) {
        throw new DropConnectionException(421, "4.3.2 closing, come back later");
      }
      if (answer.fault() == Fault.DROP_BEFORE_DATA) {
        drop();
      }
      if (answer.fault() == Fault.SLOW_BEFORE_DATA) {
        pause();
      }
      if (answer.rcptCode() != 0) {
        throw new RejectException(answer.rcptCode(), answer.words());
      }
    }

    @Override
    public String data(InputStream in) throws RejectException, IOException {
      if (answer.fault() == Fault.DROP_IN_DATA) {
        in.readNBytes(100);
        drop();
      }
      byte[] bytes = in.readAllBytes();
      if (answer.fault() == Fault.NONE) {
        pause();
      }
      if (answer.dataCode() != 0) {
        throw new RejectException(answer.dataCode(), answer.words());
      }
      String raw = new String(bytes, StandardCharsets.UTF_8);
      if (poison.test(raw)) {
        drop();
      }
      received.add(new Received(recipient, raw));
      if (answer.fault() == Fault.TAKEN_BUT_NO_REPLY) {
        drop();
      }
      return "2.0.0 taken";
    }

    @Override
    public void done() {}

    private void pause() {
      java.util.concurrent.locks.LockSupport.parkNanos(answer.delay().toNanos());
    }

    private void drop() throws DropConnectionException {
      try {
        session.getSocket().close();
      } catch (IOException e) {
        // It is closed either way.
      }
      throw new DropConnectionException("dropped");
    }
  }

  /** For tests that read the mail with a parser. */
  public static InputStream bytes(Received mail) {
    return new ByteArrayInputStream(mail.raw().getBytes(StandardCharsets.UTF_8));
  }
}
