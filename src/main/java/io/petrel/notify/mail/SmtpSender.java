package io.petrel.notify.mail;

import io.petrel.notify.render.MailMessage;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends mails over reused connections. Safe for many threads: each call takes a connection of its
 * own, so the number of callers is the number of connections. Blocks for at most a few time-outs.
 */
public final class SmtpSender implements AutoCloseable {
  private final Session session;
  private final Connections connections;

  public SmtpSender(SmtpSettings settings) {
    this.session = Session.getInstance(properties(settings));
    this.connections = new Connections(session, settings);
  }

  /** Sends to the recipient of the mail's envelope alone. Never throws for what a server does. */
  public SendResult send(MailMessage mail) {
    MimeMessage message;
    Address[] recipients;
    try {
      message = MimeWriter.write(mail, session);
      recipients = message.getAllRecipients();
    } catch (MessagingException | RuntimeException e) {
      // Such as an address that slipped through where subscriptions are read.
      return new SendResult.Unwritable("cannot write MIME: " + e);
    }
    SMTPTransport transport;
    try {
      transport = connections.take();
    } catch (MessagingException e) {
      return new SendResult.NoServer(Replies.words(e));
    }
    boolean good = false;
    try {
      transport.sendMessage(message, recipients);
      good = true;
      return new SendResult.Sent();
    } catch (MessagingException e) {
      SendResult result = Replies.of(e);
      good = result instanceof SendResult.TryLater || result instanceof SendResult.Refused;
      return result;
    } finally {
      if (good) {
        connections.release(transport);
      } else {
        Connections.drop(transport);
      }
    }
  }

  /** Closes the connections that are idle. A mail that no server has seen yet stays here. */
  @Override
  public void close() {
    connections.close();
  }

  private static Properties properties(SmtpSettings settings) {
    Properties properties = new Properties();
    String connect = String.valueOf(settings.connectTimeout().toMillis());
    String reply = String.valueOf(settings.replyTimeout().toMillis());
    for (String protocol : new String[] {"smtp", "smtps"}) {
      String prefix = "mail." + protocol + ".";
      properties.put(prefix + "connectiontimeout", connect);
      properties.put(prefix + "timeout", reply);
      properties.put(prefix + "writetimeout", reply);
      properties.put(prefix + "auth", String.valueOf(settings.user() != null));
      properties.put(prefix + "ssl.checkserveridentity", "true");
      properties.put(prefix + "quitwait", "false");
    }
    boolean offered = settings.tls() != SmtpSettings.Tls.NONE;
    boolean required = settings.tls() == SmtpSettings.Tls.STARTTLS;
    properties.put("mail.smtp.starttls.enable", String.valueOf(offered));
    properties.put("mail.smtp.starttls.required", String.valueOf(required));
    String certificates = settings.trustedCertificates();
    if (certificates != null) {
      try {
        Object factory = TrustedCertificates.socketFactory(certificates);
        properties.put("mail.smtp.ssl.socketFactory", factory);
        properties.put("mail.smtps.ssl.socketFactory", factory);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalArgumentException(
            "the certificates in %s cannot be used: %s".formatted(certificates, e.getMessage()), e);
      }
    }
    return properties;
  }
}
