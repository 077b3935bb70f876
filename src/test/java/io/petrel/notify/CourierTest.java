package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.render.SampleMails;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Mail MAIL =
      new Mail(1, List.of(0L), false, Set.of(), 0, "<a@b>", List.of(), "s", List.of(), 0, 0, 0, 0);

  private final Courier courier =
      new Courier(NotifySettings.of(SmtpSettings.of("127.0.0.1", 9), SampleMails.SENDER));

  @AfterEach
  void stop() {
    courier.close();
  }

  @Test
  void whatCannotBeWrittenIsTriedLater() throws Exception {
    assertThat(
            sent(() -> {
                  throw new IllegalStateException("no such thing");
                })
                .get(20, TimeUnit.SECONDS))
        .isInstanceOf(SendResult.TryLater.class);
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
    return courier.send(new Courier.Job(MAIL, alerts, SampleMails.envelope(SampleMails.DUBLIN)));
  }
}
