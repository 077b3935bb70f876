package io.petrel.notify.mail;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The mail server. The server's certificate is always checked, and its name too.
 *
 * @param user null = no login
 * @param password from the environment; never logged, never in a file
 * @param trustedCertificates PEM file with the certificates to trust instead of Java's own; null =
 *     Java's own
 * @param maxConnections at the same time, for each subtask
 * @param connectTimeout also for the TLS handshake
 * @param replyTimeout for each of the server's answers
 */
public record SmtpSettings(
    String host,
    int port,
    Tls tls,
    @Nullable String user,
    @Nullable String password,
    @Nullable String trustedCertificates,
    int maxConnections,
    Duration connectTimeout,
    Duration replyTimeout)
    implements Serializable {

  /** How the connection is protected. */
  public enum Tls {
    /** Plain text. Not with a password. */
    NONE,
    /** STARTTLS when the server offers it. Not with a password. */
    OPPORTUNISTIC,
    /** STARTTLS, or no mail at all. */
    STARTTLS,
    /** TLS from the first byte (port 465). */
    IMPLICIT
  }

  public SmtpSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the mail server's host is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port %d is not from 1 to 65535".formatted(port));
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections is %d, must be > 0".formatted(maxConnections));
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("a user needs a password, and a password a user");
    }
    if (password != null && (tls == Tls.NONE || tls == Tls.OPPORTUNISTIC)) {
      throw new IllegalArgumentException(
          "a password is sent over TLS only: set tls to starttls or implicit");
    }
  }

  /** A server without login; STARTTLS when it offers it. */
  public static SmtpSettings of(String host, int port) {
    return new SmtpSettings(
        host,
        port,
        Tls.OPPORTUNISTIC,
        null,
        null,
        null,
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /** The same with a login; STARTTLS is required unless the connection is TLS already. */
  public SmtpSettings withLogin(String newUser, String newPassword) {
    Tls safe = tls == Tls.IMPLICIT ? Tls.IMPLICIT : Tls.STARTTLS;
    return new SmtpSettings(
        host,
        port,
        safe,
        newUser,
        newPassword,
        trustedCertificates,
        maxConnections,
        connectTimeout,
        replyTimeout);
  }

  public SmtpSettings withTls(Tls newTls, @Nullable String newTrustedCertificates) {
    return new SmtpSettings(
        host,
        port,
        newTls,
        user,
        password,
        newTrustedCertificates,
        maxConnections,
        connectTimeout,
        replyTimeout);
  }

  public SmtpSettings withTimeouts(Duration connect, Duration reply) {
    return new SmtpSettings(
        host, port, tls, user, password, trustedCertificates, maxConnections, connect, reply);
  }

  @Override
  public String toString() {
    return "%s:%d tls=%s user=%s password=%s"
        .formatted(host, port, tls, user, password == null ? "none" : "***");
  }

  public SmtpSettings withMaxConnections(int connections) {
    return new SmtpSettings(
        host,
        port,
        tls,
        user,
        password,
        trustedCertificates,
        connections,
        connectTimeout,
        replyTimeout);
  }
}
