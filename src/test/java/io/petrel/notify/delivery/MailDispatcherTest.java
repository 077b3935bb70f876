package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Severity;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.render.MailRenderer;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.testing.FaultySmtp;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailDispatcherTest {
  private static final Mail MAIL =
      new Mail(
          1,
          List.of(0L),
          false,
          Set.of(),
          0,
          "<a@b>",
          List.of(),
          "s",
          List.of(),
          Severity.MINOR,
          false,
          0,
          0,
          0,
          0);

  private static final Mail DIGEST =
      new Mail(
          1,
          List.of(0L, 1L),
          true,
          Set.of(),
          0,
          "<a@b>",
          List.of(),
          "s",
          List.of(),
          Severity.MINOR,
          false,
          0,
          0,
          0,
          0);

  private static final NotifySettings SETTINGS =
      NotifySettings.of(SmtpSettings.of("127.0.0.1", 9), SampleMails.SENDER);

  private final MailDispatcher courier = new MailDispatcher(SETTINGS);

  @AfterEach
  void stop() {
    courier.close();
  }

  /** It would fail alike for five days. */
  @Test
  void whatCannotBeRenderedIsNotTriedAgain() throws Exception {
    MailRenderer broken =
        new MailRenderer(
            alert -> {
              throw new IllegalStateException("no such thing");
            });
    Alert alert = SampleMails.begin();
    try (MailDispatcher courier = new MailDispatcher(SETTINGS, broken)) {
      assertThat(courier.send(job(List.of(alert))).get(20, TimeUnit.SECONDS).result())
          .isEqualTo(
              new SendResult.Unwritable(
                  "alert %s: cannot render: java.lang.IllegalStateException: no such thing"
                      .formatted(alert.identifier())));
    }
  }

  @Test
  void whatCannotBeWrittenAsMimeIsNotTriedAgain() throws Exception {
    Envelope good = SampleMails.envelope(SampleMails.DUBLIN);
    Envelope bad =
        new Envelope(
            "not an address@@",
            good.subscription(),
            good.condition(),
            good.reader(),
            good.sender(),
            good.messageId(),
            good.references(),
            good.dateMillis(),
            good.dueMillis());
    MailDispatcher.Job job = new MailDispatcher.Job(MAIL, List.of(SampleMails.begin()), bad);
    assertThat(courier.send(job).get(20, TimeUnit.SECONDS).result())
        .asInstanceOf(InstanceOfAssertFactories.type(SendResult.Unwritable.class))
        .extracting(SendResult.Unwritable::error)
        .asString()
        .startsWith("alert %s: cannot write MIME: ".formatted(SampleMails.begin().identifier()));
  }

  /** Before, it ended the job, which began again and met the same mail. */
  @Test
  void afterAnErrorTheMailIsTriedLater() {
    assertThat(
            sent(
                () -> {
                  throw new NoClassDefFoundError("gone");
                }))
        .succeedsWithin(20, TimeUnit.SECONDS)
        .extracting(MailDispatcher.Attempt::result)
        .isEqualTo(new SendResult.TryLater("cannot be sent: java.lang.NoClassDefFoundError: gone"));
  }

  /** Its text is made of what a rule and observations say; whatever that does, the others go. */
  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void aDigestGoesWithoutTheAlertThatCannotBeRendered(Class<? extends Throwable> failure)
      throws Exception {
    Alert good = SampleMails.fog();
    Alert bad = SampleMails.begin();
    MailRenderer broken =
        new MailRenderer(
            alert -> {
              if (alert.identifier().equals(bad.identifier())) {
                MailDispatcherTest.<RuntimeException>raise(failure);
              }
              return Optional.empty();
            });
    try (FaultySmtp smtp = new FaultySmtp().start();
        MailDispatcher courier =
            new MailDispatcher(
                NotifySettings.of(SmtpSettings.of("127.0.0.1", smtp.port()), SampleMails.SENDER),
                broken)) {
      MailDispatcher.Attempt attempt =
          courier
              .send(
                  new MailDispatcher.Job(
                      DIGEST, List.of(good, bad), SampleMails.envelope(SampleMails.DUBLIN)))
              .get(20, TimeUnit.SECONDS);
      assertThat(attempt.result()).isEqualTo(new SendResult.Sent());
      assertThat(attempt.unwritten()).containsOnlyKeys(bad);
      assertThat(attempt.unwritten().get(bad))
          .startsWith("alert %s: cannot render: %s".formatted(bad.identifier(), failure.getName()));
      assertThat(smtp.received())
          .singleElement()
          .satisfies(
              mail ->
                  assertThat(mail.raw())
                      .contains("Minor: Dense fog")
                      .contains("an error of Petrel: 1."));
    }
  }

  @SuppressWarnings("unchecked") // Any failure is thrown as it is.
  private static <T extends Throwable> void raise(Class<? extends Throwable> failure) throws T {
    try {
      throw (T) failure.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private CompletableFuture<MailDispatcher.Attempt> sent(Supplier<Alert> alert) {
    List<Alert> alerts =
        new AbstractList<>() {
          @Override
          public Alert get(int index) {
            return alert.get();
          }

          @Override
          public int size() {
            return 1;
          }
        };
    return courier.send(job(alerts));
  }

  private static MailDispatcher.Job job(List<Alert> alerts) {
    return new MailDispatcher.Job(MAIL, alerts, SampleMails.envelope(SampleMails.DUBLIN));
  }
}
