package io.petrel.notify.mail;

import io.petrel.display.SafeText;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.render.MailMessage;
import io.petrel.notify.render.MailMessage.Attachment;
import io.petrel.notify.render.SenderIdentity;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes a mail as MIME:
 *
 * <pre>
 * multipart/mixed             only with attachments
 *   multipart/alternative
 *     text/plain
 *     multipart/related       only with a chart
 *       text/html
 *       image/png
 *   application/cap+xml ...
 * </pre>
 *
 * <p>All text from outside reaches a header through {@link SafeText} or an address parser, so no
 * header can have a line break.
 */
public final class MimeWriter {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** RFC 5322: English names, offset in digits. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH);

  private MimeWriter() {}

  public static MimeMessage write(MailMessage mail, Session session) throws MessagingException {
    Envelope envelope = mail.envelope();
    SenderIdentity sender = envelope.sender();
    MimeMessage message = new KeptId(session, envelope.messageId());
    message.setFrom(address(sender.from()));
    message.setRecipient(Message.RecipientType.TO, address(envelope.recipient()));
    if (sender.replyTo() != null) {
      message.setReplyTo(new InternetAddress[] {address(sender.replyTo())});
    }
    message.setSubject(SafeText.line(mail.subject()), UTF_8);
    message.setHeader(
        "Date",
        Instant.ofEpochMilli(envelope.dateMillis()).atZone(envelope.reader().zone()).format(DATE));
    if (!envelope.references().isEmpty()) {
      int last = envelope.references().size() - 1;
      message.setHeader("In-Reply-To", envelope.references().get(last));
      message.setHeader("References", String.join("\r\n ", envelope.references()));
    }
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    message.setHeader("List-Unsubscribe", "<" + envelope.unsubscribeLink() + ">");
    setContent(message, mail);
    message.saveChanges();
    return message;
  }

  private static InternetAddress address(String text) throws MessagingException {
    InternetAddress address = new InternetAddress(SafeText.line(text), true);
    if (address.getPersonal() != null) {
      try {
        address.setPersonal(SafeText.line(address.getPersonal()), UTF_8);
      } catch (java.io.UnsupportedEncodingException e) {
        throw new IllegalStateException("every Java platform has UTF-8", e);
      }
    }
    return address;
  }

  private static void setContent(MimeMessage message, MailMessage mail) throws MessagingException {
    MimeMultipart alternative = new MimeMultipart("alternative");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8);
    alternative.addBodyPart(text);
    alternative.addBodyPart(htmlPart(mail));
    if (mail.attachments().isEmpty()) {
      message.setContent(alternative);
      return;
    }
    MimeMultipart mixed = new MimeMultipart("mixed");
    mixed.addBodyPart(wrap(alternative));
    for (Attachment attachment : mail.attachments()) {
      MimeBodyPart part = new MimeBodyPart();
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(attachment.bytes(), attachment.contentType())));
      part.setFileName(attachment.fileName());
      part.setDisposition(Part.ATTACHMENT);
      mixed.addBodyPart(part);
    }
    message.setContent(mixed);
  }

  private static MimeBodyPart htmlPart(MailMessage mail) throws MessagingException {
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.html(), UTF_8, "html");
    MailMessage.Image chart = mail.chart();
    if (chart == null) {
      return html;
    }
    MimeMultipart related = new MimeMultipart("related");
    related.addBodyPart(html);
    MimeBodyPart image = new MimeBodyPart();
    image.setDataHandler(new DataHandler(new ByteArrayDataSource(chart.png(), "image/png")));
    image.setContentID("<" + chart.contentId() + ">");
    image.setDisposition(Part.INLINE);
    image.setFileName("chart.png");
    related.addBodyPart(image);
    return wrap(related);
  }

  private static MimeBodyPart wrap(MimeMultipart multipart) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(multipart);
    return part;
  }

  /** Keeps our Message-ID, which the library would replace. */
  private static final class KeptId extends MimeMessage {
    private final String id;

    KeptId(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
