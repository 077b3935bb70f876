package io.petrel.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.alert.Alert;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.render.MailMessage;
import io.petrel.notify.render.MailRenderer;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.render.SenderIdentity;
import jakarta.mail.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;

/** Written by one library, read by another. */
class MimeWriterTest {
  private static byte[] bytes(MailMessage mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MimeWriter.write(mail, Session.getInstance(new Properties())).writeTo(out);
    return out.toByteArray();
  }

  private static Message parse(MailMessage mail) throws Exception {
    return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(bytes(mail)));
  }

  private static MailMessage mail(Alert alert, Envelope envelope) {
    return new MailRenderer(
            a ->
                Optional.of(
                    new MailMessage.Attachment(
                        "alert.cap.xml",
                        "application/common-alerting-protocol+xml",
                        "<alert/>".getBytes(StandardCharsets.UTF_8))))
        .alert(alert, envelope);
  }

  private static Envelope reply() {
    Envelope e = SampleMails.envelope(SampleMails.DUBLIN);
    return new Envelope(
        e.recipient(),
        e.subscription(),
        e.condition(),
        e.reader(),
        new SenderIdentity(
            "Wetterwarte Zürich <petrel@example.org>", "desk@example.org", "stop@example.org"),
        "<b.1@example.org>",
        List.of("<a.0@example.org>", "<b.0@example.org>"),
        e.dateMillis(),
        null);
  }

  @Test
  void headersAreAsInTheGoldenFile() throws Exception {
    String raw = new String(bytes(mail(SampleMails.raised(), reply())), StandardCharsets.US_ASCII);
    String headers =
        raw.substring(0, raw.indexOf("\r\n\r\n"))
            .replace("\r\n", "\n")
            .replaceAll("boundary=\"[^\"]*\"", "boundary=\"...\"");
    GoldenFile.assertEquals("mail/headers.txt", headers + "\n");
  }

  @Test
  void anotherParserReadsAllOfIt() throws Exception {
    Message message = parse(mail(SampleMails.begin("Málainn – 北京"), reply()));
    assertThat(message.getSubject()).contains("Málainn – 北京");
    assertThat(((Mailbox) message.getTo().get(0)).getName()).isEqualTo("Máire Ní Bhriain");
    assertThat(message.getMessageId()).isEqualTo("<b.1@example.org>");
    assertThat(message.getMimeType()).isEqualTo("multipart/mixed");
    List<Entity> parts = ((Multipart) message.getBody()).getBodyParts();
    assertThat(parts.get(0).getMimeType()).isEqualTo("multipart/alternative");
    assertThat(parts.get(1).getMimeType()).isEqualTo("application/common-alerting-protocol+xml");
    assertThat(parts.get(1).getFilename()).isEqualTo("alert.cap.xml");
    List<Entity> bodies = ((Multipart) parts.get(0).getBody()).getBodyParts();
    assertThat(bodies.get(0).getMimeType()).isEqualTo("text/plain");
    assertThat(text(bodies.get(0))).contains("Málainn – 北京", "What to do");
    assertThat(bodies.get(1).getMimeType()).isEqualTo("multipart/related");
    List<Entity> related = ((Multipart) bodies.get(1).getBody()).getBodyParts();
    assertThat(related.get(0).getMimeType()).isEqualTo("text/html");
    assertThat(related.get(1).getMimeType()).isEqualTo("image/png");
    String id = related.get(1).getHeader().getField("Content-ID").getBody();
    assertThat(text(related.get(0))).contains("cid:" + id.replaceAll("[<>]", ""));
  }

  private static String text(Entity entity) throws Exception {
    return new String(
        ((TextBody) entity.getBody()).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void noLineIsTooLongAndAllIsAscii() throws Exception {
    byte[] raw = bytes(mail(SampleMails.begin("Málainn – 北京 ".repeat(40)), reply()));
    for (byte b : raw) {
      assertThat(b).isNotNegative();
    }
    // RFC 5322, 2.1.1.
    assertThat(new String(raw, StandardCharsets.US_ASCII).split("\r\n", -1))
        .allMatch(line -> line.length() <= 998);
  }

  @Test
  void textFromOutsideCannotAddAHeader() throws Exception {
    String evil = "x\r\nBcc: victim@example.org\r\n\r\nbody";
    Message message = parse(mail(SampleMails.begin(evil), reply()));
    assertThat(message.getBcc()).isNull();
    assertThat(message.getHeader().getField("Bcc")).isNull();
    assertThat(message.getSubject()).contains("x Bcc: victim@example.org body");
    Envelope e = reply();
    Envelope crooked =
        new Envelope(
            "\"a\\\r\nBcc: v@example.org\" <a@example.org>",
            "name\r\nBcc: v@example.org",
            e.condition(),
            e.reader(),
            e.sender(),
            e.messageId(),
            e.references(),
            e.dateMillis(),
            null);
    Message second = parse(mail(SampleMails.begin(), crooked));
    assertThat(second.getHeader().getField("Bcc")).isNull();
    assertThat(second.getHeader().getField("List-Unsubscribe").getBody())
        .isEqualTo(
            "<mailto:stop@example.org?subject=unsubscribe%20name%20Bcc%3A%20v%40example.org>");
  }
}
