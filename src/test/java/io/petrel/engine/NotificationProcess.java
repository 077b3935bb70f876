package io.petrel.engine;

import io.petrel.engine.EngineSettings.StateBackend;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.PublishSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The notification job in a process of its own, for tests that kill it: {@code NotificationProcess
 * BROKERS SMTP_PORT SUBSCRIPTIONS CHECKPOINTS}. It goes on from the newest checkpoint and ends with
 * its standard input.
 */
final class NotificationProcess {
  private NotificationProcess() {}

  public static void main(String[] args) throws Exception {
    Path subscriptions = Path.of(args[2]);
    EngineSettings engine =
        new EngineSettings(
            1, StateBackend.ROCKSDB, Duration.ofSeconds(1), Path.of(args[3]).toUri().toString());
    NotificationSettings settings =
        new NotificationSettings(
            engine,
            PublishSettings.defaults(args[0]),
            "notification",
            Map.of(),
            new SubscriptionSet(subscriptions.toString(), Files.readString(subscriptions)),
            subscriptions,
            Duration.ofSeconds(1),
            NotifySettings.of(
                SmtpSettings.of("127.0.0.1", Integer.parseInt(args[1])), SampleMails.SENDER));
    try (LocalEngine local =
        LocalEngine.start(engine.parallelism(), subscriptions.toAbsolutePath().getParent())) {
      var unused = local.notify(settings);
      while (System.in.read() >= 0) {
        // Nobody writes; the parent closes it.
      }
    }
  }
}
