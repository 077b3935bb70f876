package io.petrel.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.notify.mail.SmtpSettings.Tls;
import io.petrel.notify.render.MailMessage;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Fault;
import io.petrel.notify.testing.TestCertificate;
import io.petrel.testing.Waiting;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of a real SMTP server, and what the sender makes of it. */
class SmtpSenderIT {
  private static final Duration QUICK = Duration.ofMillis(500);
  private FaultySmtp smtp = new FaultySmtp();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    smtp.close();
  }

  private static MailMessage mail() {
    return SampleMails.renderer()
        .alert(SampleMails.fog(), SampleMails.envelope(SampleMails.DUBLIN));
  }

  private SmtpSettings settings() {
    return SmtpSettings.of("127.0.0.1", smtp.port()).withTimeouts(QUICK, QUICK);
  }

  private static SendResult send(SmtpSettings settings) {
    try (SmtpSender sender = new SmtpSender(settings)) {
      return sender.send(mail());
    }
  }

  /** Answer, outcome, a part of its words, mails that arrive. */
  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(Answer.OK, SendResult.Sent.class, "", 1),
        Arguments.of(Answer.rcpt(450, "4.2.1 grey"), SendResult.TryLater.class, "4.2.1 grey", 0),
        Arguments.of(Answer.rcpt(550, "5.1.1 who"), SendResult.Refused.class, "5.1.1 who", 0),
        Arguments.of(Answer.data(451, "4.3.0 busy"), SendResult.TryLater.class, "4.3.0 busy", 0),
        Arguments.of(Answer.data(452, "4.3.1 full"), SendResult.TryLater.class, "4.3.1 full", 0),
        Arguments.of(Answer.data(552, "5.2.2 quota"), SendResult.Refused.class, "5.2.2 quota", 0),
        Arguments.of(Answer.data(554, "5.7.1 spam"), SendResult.Refused.class, "5.7.1 spam", 0),
        Arguments.of(Answer.broken(Fault.CLOSING_421), SendResult.Broken.class, "", 0),
        Arguments.of(Answer.broken(Fault.DROP_BEFORE_DATA), SendResult.Broken.class, "", 0),
        Arguments.of(Answer.broken(Fault.DROP_IN_DATA), SendResult.Broken.class, "", 0),
        Arguments.of(Answer.broken(Fault.TAKEN_BUT_NO_REPLY), SendResult.Broken.class, "", 1),
        Arguments.of(Answer.slow(Duration.ofMillis(900)), SendResult.Broken.class, "", 1));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void knowsEachAnswer(
      Answer answer, Class<? extends SendResult> outcome, String words, int taken) {
    smtp.answering(attempt -> answer).start();
    SendResult result = send(settings());
    assertThat(result).isInstanceOf(outcome);
    assertThat(result.toString()).contains(words);
    if (result instanceof SendResult.Refused refused) {
      assertThat(refused.code()).isEqualTo(Math.max(answer.rcptCode(), answer.dataCode()));
    }
    Waiting.await(Duration.ofSeconds(10), () -> smtp.received().size() == taken);
  }

  @Test
  void reusesAConnectionAndOutlivesOneThatWasDropped() {
    smtp.start();
    try (SmtpSender sender = new SmtpSender(settings())) {
      for (int i = 0; i < 5; i++) {
        assertThat(sender.send(mail())).isInstanceOf(SendResult.Sent.class);
      }
      smtp.stop();
      smtp.start();
      assertThat(sender.send(mail())).isInstanceOf(SendResult.Sent.class);
    }
    assertThat(smtp.received()).hasSize(6);
    assertThat(smtp.sessions()).isEqualTo(2);
  }

  @Test
  void aServerThatIsNotThereIsNoFaultOfTheMail() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    SendResult result = send(SmtpSettings.of("127.0.0.1", closed).withTimeouts(QUICK, QUICK));
    assertThat(result).isInstanceOf(SendResult.NoServer.class);
    assertThat(result.toString()).contains("127.0.0.1");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      SmtpSettings settings =
          SmtpSettings.of("127.0.0.1", silent.getLocalPort()).withTimeouts(QUICK, QUICK);
      assertThat(send(settings)).isInstanceOf(SendResult.NoServer.class);
    }
  }

  @Test
  void nothingLeavesAfterTheEnd() {
    smtp.start();
    SmtpSender sender = new SmtpSender(settings());
    sender.close();
    assertThat(sender.send(mail())).isInstanceOf(SendResult.NoServer.class);
    assertThat(smtp.sessions()).isZero();
  }

  @Test
  void sendsOverStartTlsToATrustedCertificate() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    smtp = new FaultySmtp(certificate.context()).start();
    SmtpSettings trusting = settings().withTls(Tls.STARTTLS, certificate.pem().toString());
    assertThat(send(trusting)).isInstanceOf(SendResult.Sent.class);
    assertThat(smtp.received()).hasSize(1);
    assertThat(smtp.tlsSeen()).isTrue();
  }

  @Test
  void logsInOverStartTls() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    smtp = new FaultySmtp(certificate.context()).requiringPassword("secret").start();
    SmtpSettings trusting = settings().withTls(Tls.STARTTLS, certificate.pem().toString());
    assertThat(send(trusting.withLogin("petrel", "secret"))).isInstanceOf(SendResult.Sent.class);
    assertThat(smtp.tlsSeen()).isTrue();
    SendResult refused = send(trusting.withLogin("petrel", "wr0ng"));
    assertThat(refused).isInstanceOf(SendResult.NoServer.class);
    assertThat(refused.toString()).contains("535").doesNotContain("wr0ng");
    assertThat(smtp.received()).hasSize(1);
  }

  @Test
  void sendsAndLogsInOverImplicitTls() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    smtp = new FaultySmtp(certificate.context()).implicitTls().requiringPassword("secret").start();
    SmtpSettings implicit = settings().withTls(Tls.IMPLICIT, certificate.pem().toString());
    assertThat(send(implicit.withLogin("petrel", "secret"))).isInstanceOf(SendResult.Sent.class);
    assertThat(smtp.received()).hasSize(1);
    assertThat(send(settings().withTls(Tls.IMPLICIT, null)))
        .as("a certificate that nobody vouches for")
        .isInstanceOf(SendResult.NoServer.class);
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    smtp = new FaultySmtp(certificate.context()).start();
    assertThat(send(settings())).isInstanceOf(SendResult.NoServer.class);
    assertThat(smtp.received()).isEmpty();
  }

  @Test
  void refusesACertificateOfAnotherServer() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "dns:other.example.org");
    smtp = new FaultySmtp(certificate.context()).start();
    SmtpSettings trusting = settings().withTls(Tls.STARTTLS, certificate.pem().toString());
    assertThat(send(trusting)).isInstanceOf(SendResult.NoServer.class);
    assertThat(smtp.received()).isEmpty();
  }

  @Test
  void sendsNothingWhenTlsIsAskedForAndTheServerHasNone() {
    smtp.start();
    SmtpSettings settings = settings().withLogin("petrel", "secret");
    assertThat(settings.tls()).isEqualTo(Tls.STARTTLS);
    SendResult result = send(settings);
    assertThat(result).isInstanceOf(SendResult.NoServer.class);
    assertThat(result.toString()).contains("STARTTLS").doesNotContain("secret");
    assertThat(smtp.received()).isEmpty();
  }

  /** The sender's settings are at fault, not the mail: it must not be given up for them. */
  @Test
  void waitsWhenTheServerTakesMailOverTlsOnly() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    smtp = new FaultySmtp(certificate.context()).demandingTls(true).start();
    SendResult result = send(settings().withTls(Tls.NONE, null));
    assertThat(result).isInstanceOf(SendResult.NoServer.class);
    assertThat(result.toString()).contains("530");
    assertThat(smtp.received()).isEmpty();
  }

  @Test
  void aPasswordIsNeverSentInTheClearOrShown() {
    SmtpSettings plain = SmtpSettings.of("127.0.0.1", 25);
    assertThat(plain.withLogin("petrel", "secret").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> plain.withLogin("petrel", "secret").withTls(Tls.NONE, null))
        .hasMessage("a password is sent over TLS only: set tls to starttls or implicit");
  }
}
