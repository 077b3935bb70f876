package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.Envelope;
import io.petrel.notify.render.MailRenderer;
import io.petrel.notify.render.SampleMails;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailDispatcherTest {
  private static final Mail MAIL =
      new Mail(1, List.of(0L), false, Set.of(), 0, "<a@b>", List.of(), "s", List.of(), 0, 0, 0, 0);

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
      assertThat(courier.send(job(List.of(alert))).get(20, TimeUnit.SECONDS))
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
    assertThat(courier.send(job).get(20, TimeUnit.SECONDS))
        .asInstanceOf(InstanceOfAssertFactories.type(SendResult.Unwritable.class))
        .extracting(SendResult.Unwritable::error)
        .asString()
        .startsWith("alert %s: cannot write MIME: ".formatted(SampleMails.begin().identifier()));
  }

  /** If it were not told, its recipient would wait for ever for the mail that is under way. */
  @Test
  void anErrorIsTold() {
    CompletableFuture<SendResult> sent =
        sent(
            () -> {
              throw new NoClassDefFoundError("gone");
            });
    assertThat(sent)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(NoClassDefFoundError.class);
  }

  private CompletableFuture<SendResult> sent(Supplier<Alert> alert) {
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
