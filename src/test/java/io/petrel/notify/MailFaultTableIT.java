package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.delivery.Undeliverable;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.mail.SmtpSettings.Tls;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.testing.CapturedLog;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Attempt;
import io.petrel.notify.testing.FaultySmtp.Fault;
import io.petrel.notify.testing.FaultySmtp.Received;
import io.petrel.notify.testing.TestCertificate;
import io.petrel.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of a mail server against the whole stage: mails expected, received, repeated, lost.
 * None may be lost, and only a mail that a server took without saying so may come twice.
 */
class MailFaultTableIT {
  /** Most of the time they wait. */
  private static final int AT_A_TIME = 4;

  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2 * AT_A_TIME)
              .build());

  private static final DeliveryTerms QUICK =
      new DeliveryTerms(
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofDays(5),
          Duration.ofMinutes(30),
          4,
          50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Answer TOO_SLOW = Answer.slow(Duration.ofSeconds(3));
  private static final Answer TOO_SLOW_BEFORE_DATA = Answer.slowBeforeData(Duration.ofSeconds(3));

  private static final List<String> THREE = readers(3);
  private static final List<String> INCIDENTS = List.of("fog-1", "fog-2");

  @TempDir private Path folder;
  private final CapturedLog log = new CapturedLog("io.petrel");
  private final List<FaultySmtp> servers = new ArrayList<>();

  /** Ends a fault, when the job has met it. */
  private interface Mend {
    Mend BY_ITSELF = (server, job) -> {};

    void of(FaultySmtp server, JobID job);
  }

  /**
   * A fault.
   *
   * @param server before the job starts
   * @param refused mails that the server will never take
   * @param words of the server about them
   * @param repeated mails that come twice
   */
  private record Row(
      String fault,
      List<String> readers,
      FaultySmtp server,
      Tls tls,
      @Nullable Path certificate,
      Duration replyTimeout,
      Mend mend,
      int refused,
      String words,
      int repeated) {
    SmtpSettings settings() {
      return SmtpSettings.of("127.0.0.1", server.port())
          .withTimeouts(USUAL, replyTimeout)
          .withTls(tls, certificate == null ? null : certificate.toString());
    }

    int expected() {
      return readers.size() * INCIDENTS.size();
    }
  }

  /** What came of it. */
  private record Outcome(Row row, int received, int repeated, int undeliverable, int lost) {
    static final String HEAD =
        "%-46s %8s %8s %10s %13s %4s"
            .formatted("fault", "expected", "received", "duplicates", "undeliverable", "lost");

    @Override
    public String toString() {
      return "%-46s %8d %8d %10d %13d %4d"
          .formatted(row.fault(), row.expected(), received, repeated, undeliverable, lost);
    }
  }

  @AfterEach
  void stopAll() {
    servers.forEach(FaultySmtp::close);
    log.close();
  }

  @Test
  void noFaultLosesAMailAndOnlyAnUnspokenYesRepeatsOne() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    ExecutorService together = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      for (Future<Outcome> outcome : together.invokeAll(rows())) {
        outcomes.add(outcome.get());
      }
    } finally {
      together.shutdownNow();
    }
    System.getLogger("mail.faults")
        .log(
            System.Logger.Level.INFO,
            outcomes.stream()
                .map(Outcome::toString)
                .collect(Collectors.joining("\n", "\n" + Outcome.HEAD + "\n", "")));
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              Row row = outcome.row();
              assertThat(outcome)
                  .isEqualTo(
                      new Outcome(
                          row,
                          row.expected() - row.refused() + row.repeated(),
                          row.repeated(),
                          row.refused(),
                          0));
            });
    assertThat(log.lines())
        .isNotEmpty()
        .noneMatch(line -> readers(10).stream().anyMatch(line::contains));
  }

  private List<Callable<Outcome>> rows() throws Exception {
    TestCertificate good = certificate("good");
    TestCertificate bad = certificate("bad");
    List<Row> rows = new ArrayList<>();
    rows.add(outage("outage before DATA", attempt -> Answer.broken(Fault.DROP_BEFORE_DATA)));
    rows.add(outage("outage during DATA", attempt -> Answer.broken(Fault.DROP_IN_DATA)));
    rows.add(outageAfterData());
    rows.add(passing("421 at RCPT", Answer.broken(Fault.CLOSING_421), USUAL, 0));
    rows.add(passing("450 at RCPT", Answer.rcpt(450, "4.2.1 greylisted"), USUAL, 0));
    rows.add(passing("451 after DATA", Answer.data(451, "4.3.0 try later"), USUAL, 0));
    rows.add(refusing("552 after DATA", THREE, Answer.data(552, "5.2.2 mailbox full")));
    rows.add(passing("reply to RCPT beyond the time-out", TOO_SLOW_BEFORE_DATA, SHORT, 0));
    rows.add(passing("reply to DATA beyond the time-out (*)", TOO_SLOW, SHORT, THREE.size()));
    Answer noReply = Answer.broken(Fault.TAKEN_BUT_NO_REPLY);
    rows.add(passing("dropped after DATA, before the reply (*)", noReply, USUAL, THREE.size()));
    rows.add(tls("TLS only", server(good).demandingTls(true), Tls.STARTTLS, good, Mend.BY_ITSELF));
    rows.add(
        tls(
            "TLS only, the sender set to none",
            server(good).demandingTls(true),
            Tls.NONE,
            good,
            (server, job) -> restart(server.demandingTls(false))));
    rows.add(
        tls(
            "bad certificate",
            server(bad),
            Tls.STARTTLS,
            good,
            (server, job) -> restart(server.showing(good.context()))));
    String who = "5.1.1 <%s>: no such user".formatted(THREE.get(1));
    rows.add(refusing("550, one bad recipient among ten", readers(10), Answer.rcpt(550, who)));
    return rows.stream().<Callable<Outcome>>map(row -> () -> run(row)).toList();
  }

  private Outcome run(Row row) throws Exception {
    FaultySmtp smtp = row.server();
    try (MailJob job = new MailJob(Files.createDirectories(folder.resolve(row.fault())))) {
      job.start(
          NotificationsIT.subscribers("true", row.readers().toArray(new String[0])),
          NotifySettings.of(row.settings(), SampleMails.SENDER).withTerms(QUICK));
      INCIDENTS.forEach(id -> job.alerts.add(Alerts.renamed(SampleMails.fog(), id)));
      JobID id = job.client().getJobID();
      row.mend().of(smtp, id);
      int taken = row.expected() - row.refused();
      Waiting.await(
          PATIENCE,
          () ->
              count(id, "sent") >= taken
                  && count(id, "undeliverable") >= row.refused()
                  && smtp.received().size() >= taken + row.repeated());
      assertThat(count(id, "sent")).as(row.fault()).isEqualTo(taken);
      assertThat(count(id, "undeliverable")).as(row.fault()).isEqualTo(row.refused());
      assertThat(job.undelivered()).as(row.fault()).allMatch(u -> u.reply().contains(row.words()));
      return outcome(row, smtp.received(), job.undelivered());
    }
  }

  private static Outcome outcome(Row row, List<Received> received, List<Undeliverable> refused) {
    Set<String> ids = received.stream().map(Received::messageId).collect(Collectors.toSet());
    Set<String> news =
        received.stream().map(m -> m.recipient() + " " + incident(m)).collect(Collectors.toSet());
    assertThat(ids).as("%s: one id for each piece of news", row.fault()).hasSameSizeAs(news);
    int lost = row.expected() - ids.size() - refused.size();
    return new Outcome(row, received.size(), received.size() - ids.size(), refused.size(), lost);
  }

  private static String incident(Received mail) {
    return INCIDENTS.stream()
        .filter(id -> mail.raw().contains(id + "-" + SampleMails.fog().sequence() + ".cap.xml"))
        .collect(Collectors.joining());
  }

  private static long count(JobID job, String name) {
    return METRICS.findMetrics(job, ".*\\.petrel\\.mails_" + name).values().stream()
        .mapToLong(metric -> ((Counter) metric).getCount())
        .sum();
  }

  private TestCertificate certificate(String name) throws Exception {
    return TestCertificate.forAddress(
        Files.createDirectories(folder.resolve(name)), "ip:127.0.0.1");
  }

  private static List<String> readers(int count) {
    return IntStream.range(0, count).mapToObj("reader%d@example.org"::formatted).toList();
  }

  private FaultySmtp server(Function<Attempt, Answer> answers) {
    return remembered(new FaultySmtp().answering(answers)).start();
  }

  private FaultySmtp server(TestCertificate certificate) {
    return remembered(new FaultySmtp(certificate.context()));
  }

  private FaultySmtp remembered(FaultySmtp server) {
    servers.add(server);
    return server;
  }

  private static Row tls(
      String fault, FaultySmtp server, Tls tls, TestCertificate trusted, Mend mend) {
    return new Row(fault, THREE, server.start(), tls, trusted.pem(), USUAL, mend, 0, "", 0);
  }

  /** The first attempt for each reader goes wrong. */
  private Row passing(String fault, Answer first, Duration timeout, int repeated) {
    FaultySmtp server = server(attempt -> attempt.number() == 1 ? first : Answer.OK);
    return new Row(fault, THREE, server, Tls.NONE, null, timeout, Mend.BY_ITSELF, 0, "", repeated);
  }

  /** Every attempt for the second reader goes wrong. */
  private Row refusing(String fault, List<String> readers, Answer answer) {
    FaultySmtp server =
        server(attempt -> attempt.recipient().equals(readers.get(1)) ? answer : Answer.OK);
    int refused = INCIDENTS.size();
    return new Row(
        fault, readers, server, Tls.NONE, null, USUAL, Mend.BY_ITSELF, refused, answer.words(), 0);
  }

  private Row outage(String fault, Function<Attempt, Answer> answers) {
    Mend mend = (server, job) -> away(server, () -> attempts(server) > 0);
    return new Row(fault, THREE, server(answers), Tls.NONE, null, USUAL, mend, 0, "", 0);
  }

  /** One mail is taken, and the job knows it; then nothing goes any more. */
  private Row outageAfterData() {
    AtomicBoolean taken = new AtomicBoolean();
    FaultySmtp server =
        server(
            attempt -> taken.getAndSet(true) ? Answer.broken(Fault.DROP_BEFORE_DATA) : Answer.OK);
    Mend mend = (smtp, job) -> away(smtp, () -> count(job, "sent") == 1 && attempts(smtp) > 1);
    return new Row("outage after DATA", THREE, server, Tls.NONE, null, USUAL, mend, 0, "", 0);
  }

  private static int attempts(FaultySmtp server) {
    return THREE.stream().mapToInt(server::attempts).sum();
  }

  /** Nobody listens until the job has missed the server three times more. */
  private void away(FaultySmtp server, BooleanSupplier from) {
    Waiting.await(PATIENCE, from::getAsBoolean);
    server.stop();
    server.answering(attempt -> Answer.OK);
    long missed = missed(server) + 3;
    Waiting.await(PATIENCE, () -> missed(server) >= missed);
    server.start();
  }

  private void restart(FaultySmtp server) {
    Waiting.await(PATIENCE, () -> missed(server) >= 3);
    assertThat(server.received()).isEmpty();
    server.stop();
    server.start();
  }

  private long missed(FaultySmtp server) {
    return log.count("127.0.0.1:%d cannot be used".formatted(server.port()));
  }
}
