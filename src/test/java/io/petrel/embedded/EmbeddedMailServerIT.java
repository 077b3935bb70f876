package io.petrel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedMailServerIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-31T10:45:00.123Z"));

  @TempDir Path folder;

  @Test
  void storesEachMailBeforeItIsAcceptedAndTellsListeners() throws Exception {
    List<StoredMail> told = new ArrayList<>();
    try (EmbeddedMailServer server = EmbeddedMailServer.start(new MailFolder(folder, CLOCK))) {
      server.onReceived(told::add);
      server.onReceived(
          mail -> {
            throw new IllegalStateException("a listener that fails");
          });
      send(server, "Gale at Nørre Pier — 21 m/s", "zoë", "a@example.org", "b@example.org");
      send(server, "Storm over", "all clear", "a@example.org");

      assertThat(server.received()).isEqualTo(2);
      assertThat(told)
          .extracting(StoredMail::subject)
          .containsExactly("Gale at Nørre Pier — 21 m/s", "Storm over");
      assertThat(told.get(0).recipients()).containsExactly("a@example.org", "b@example.org");
    }

    assertThat(names())
        .containsExactly(
            "20260131T104500.123Z-0001-gale-at-n-rre-pier-21-m-s.eml",
            "20260131T104500.123Z-0002-storm-over.eml");
    MimeMessage first = parse(told.get(0).file());
    assertThat(first.getSubject()).isEqualTo("Gale at Nørre Pier — 21 m/s");
    assertThat(first.getContent().toString().strip()).isEqualTo("zoë");
  }

  @Test
  void keepsEarlierMailsWhenStartedAgain() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (EmbeddedMailServer server = EmbeddedMailServer.start(new MailFolder(folder, CLOCK))) {
        send(server, "run", "text", "a@example.org");
        assertThat(server.received()).isEqualTo(1);
      }
    }
    assertThat(names())
        .containsExactly("20260131T104500.123Z-0001-run.eml", "20260131T104500.123Z-0002-run.eml");
  }

  @Test
  void noSubjectLeavesTheFolder() throws Exception {
    List<String> hostile =
        List.of(
            "../../etc/passwd",
            "/absolute",
            "a\u0000b",
            "..",
            "",
            "con: <>|?*\"",
            "x".repeat(5000),
            "=?utf-8?B?Li4vLi4vZXZpbA==?=",
            "\u202Egpj.exe");
    try (EmbeddedMailServer server =
        EmbeddedMailServer.start(new MailFolder(folder.resolve("mails"), CLOCK))) {
      for (String subject : hostile) {
        send(server, subject, "text", "a@example.org");
      }
      assertThat(server.folder().list())
          .hasSize(hostile.size())
          .allSatisfy(
              file ->
                  assertThat(file.getFileName().toString())
                      .matches("20260131T104500\\.123Z-\\d{4}-[a-z0-9-]{1,60}\\.eml"));
    }
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(folder.resolve("mails"));
    }
  }

  @Test
  void refusesForNowWhatItCannotWrite() throws Exception {
    Path mails = folder.resolve("mails");
    try (EmbeddedMailServer server = EmbeddedMailServer.start(new MailFolder(mails, CLOCK))) {
      Files.delete(mails);
      assertThatThrownBy(() -> send(server, "lost?", "text", "a@example.org"))
          .isInstanceOf(MessagingException.class)
          .hasMessageContaining("451");
      assertThat(server.received()).isZero();

      Files.createDirectory(mails);
      send(server, "lost?", "text", "a@example.org");
      assertThat(server.received()).isEqualTo(1);
    }
  }

  @Test
  void saysThatThePortOrTheFolderCannotBeUsed() throws Exception {
    try (EmbeddedMailServer server = EmbeddedMailServer.start(new MailFolder(folder, CLOCK))) {
      assertThatThrownBy(
              () -> EmbeddedMailServer.start(new MailFolder(folder, CLOCK), server.port()))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "Embedded mail server: cannot listen on 127.0.0.1:%d (Address already in use); is"
                  + " another program using this port?",
              server.port());
    }
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new MailFolder(file, CLOCK))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("The mail folder " + file + " cannot be used (");
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static MimeMessage parse(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return new MimeMessage(Session.getInstance(new Properties()), in);
    }
  }

  private static void send(
      EmbeddedMailServer server, String subject, String text, String... recipients)
      throws MessagingException {
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", server.host());
    settings.setProperty("mail.smtp.port", Integer.toString(server.port()));
    settings.setProperty("mail.smtp.connectiontimeout", "5000");
    settings.setProperty("mail.smtp.timeout", "10000");
    settings.setProperty("mail.smtp.writetimeout", "10000");
    MimeMessage message = new MimeMessage(Session.getInstance(settings));
    message.setFrom("petrel@example.org");
    for (String recipient : recipients) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
    }
    message.setSubject(subject, "UTF-8");
    message.setText(text, "UTF-8");
    Transport.send(message);
  }
}
