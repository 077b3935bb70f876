package io.petrel.config;

import io.petrel.config.SettingTypes.ScalarType;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SenderIdentity;
import io.petrel.notify.subscription.MailAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mail}: the server, who sends, and to whom. */
final class MailKeys {
  private static final SettingType<String> ADDRESS =
      new ScalarType<>(
          "a mail address such as alerts@example.org or 'Petrel <alerts@example.org>'",
          (text, at) -> address(text),
          List.of(),
          Map.of("type", "string", "pattern", "@"));

  static final Setting<Boolean> ENABLED =
      Setting.of(
          "mail.enabled",
          SettingTypes.BOOL,
          "true",
          "Whether 'petrel run' runs the notification job beside detection.");
  static final Setting<Path> SUBSCRIPTIONS =
      Setting.of(
          "mail.subscriptions",
          SettingTypes.FILE,
          "subscriptions.yaml",
          "Who gets which alerts, and how. Changes take effect while running.");
  static final Setting<Duration> INTERVAL =
      Setting.of(
          "mail.check-interval",
          SettingTypes.DURATION,
          "1s",
          "How often the file of subscriptions is checked for changes.");
  static final Setting<String> GROUP =
      Setting.of(
          "mail.group",
          SettingTypes.TEXT,
          "petrel-notification",
          "Consumer group on the alerts topic. A first start, without a checkpoint, begins at what it has committed, or at the oldest alert.");
  static final Setting<String> HOST =
      Setting.of(
          "mail.host",
          SettingTypes.matching("a host name or address", "[A-Za-z0-9._:-]+"),
          "localhost",
          "The mail server (SMTP).");
  static final Setting<Integer> PORT =
      Setting.of(
          "mail.port",
          SettingTypes.integer(1, 65535),
          "25",
          "587 is usual with starttls, 465 with implicit.");
  static final Setting<SmtpSettings.Tls> TLS =
      Setting.of(
          "mail.tls",
          SettingTypes.oneOf(SmtpSettings.Tls.class),
          "opportunistic",
          "none; opportunistic: when the server offers it; starttls: or no mail at all; implicit: from the first byte. A password needs one of the last two.");
  static final Setting<String> USER =
      Setting.optional("mail.user", SettingTypes.TEXT, "Login name; with a password.");
  static final Setting<Secret> PASSWORD =
      Setting.optional(
          "mail.password",
          SettingTypes.SECRET,
          "The login's password, from the environment; or mail.password-file, a file that holds it.");
  static final Setting<Path> TRUSTED =
      Setting.optional(
          "mail.trusted-certificates",
          SettingTypes.FILE,
          "PEM file with the certificates to trust instead of Java's own.");
  static final Setting<String> FROM =
      Setting.of("mail.from", ADDRESS, "Petrel <petrel@localhost>", "Who sends.");
  static final Setting<String> REPLY_TO =
      Setting.optional("mail.reply-to", ADDRESS, "Where answers go. Default: to the sender.");
  static final Setting<String> UNSUBSCRIBE =
      Setting.of(
          "mail.unsubscribe",
          ADDRESS,
          "petrel-unsubscribe@localhost",
          "Address for requests to unsubscribe (List-Unsubscribe); somebody must read it.");
  static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "mail.max-connections",
          SettingTypes.integer(1, 100),
          "4",
          "Connections to the server at the same time, for each subtask.");
  static final Setting<Duration> CONNECT =
      Setting.of(
          "mail.connect-timeout", SettingTypes.DURATION, "10s", "For the connection and TLS.");
  static final Setting<Duration> REPLY =
      Setting.of(
          "mail.reply-timeout", SettingTypes.DURATION, "1m", "For each of the server's answers.");
  static final Setting<Duration> FIRST_RETRY =
      Setting.of(
          "mail.first-retry",
          SettingTypes.DURATION,
          "15s",
          "Pause after the first failure; doubles with each one.");
  static final Setting<Duration> LONGEST_RETRY =
      Setting.of("mail.longest-retry", SettingTypes.DURATION, "15m", "Longest pause.");
  static final Setting<Duration> GIVE_UP =
      Setting.of(
          "mail.give-up-after",
          SettingTypes.DURATION,
          "5d",
          "A mail that no server accepts for this long is undeliverable (RFC 5321: at least 4 to 5 days).");
  static final Setting<Duration> STALE =
      Setting.of(
          "mail.stale-after",
          SettingTypes.DURATION,
          "30m",
          "Alerts that could not be sent for this long come in one mail, marked as late.");
  static final Setting<Integer> WINDOW =
      Setting.of(
          "mail.window",
          SettingTypes.integer(1, 1000),
          "16",
          "Mails to one recipient in transit at the same time; more alerts wait, and can come in one mail.");
  static final Setting<Integer> DIGEST =
      Setting.of(
          "mail.most-in-digest",
          SettingTypes.integer(1, 1000),
          "50",
          "Alerts listed in one digest.");
  static final Setting<Duration> PATIENCE =
      Setting.of(
          "mail.checkpoint-patience",
          SettingTypes.DURATION,
          "30s",
          "A mail is sent when a checkpoint holds the decision; without a checkpoint for this long, it is sent anyway.");

  static final List<Setting<?>> ALL =
      List.of(
          ENABLED,
          SUBSCRIPTIONS,
          INTERVAL,
          GROUP,
          HOST,
          PORT,
          TLS,
          USER,
          PASSWORD,
          TRUSTED,
          FROM,
          REPLY_TO,
          UNSUBSCRIBE,
          CONNECTIONS,
          CONNECT,
          REPLY,
          FIRST_RETRY,
          LONGEST_RETRY,
          GIVE_UP,
          STALE,
          WINDOW,
          DIGEST,
          PATIENCE);

  private MailKeys() {}

  /** The stage's settings. Throws IllegalArgumentException where values contradict each other. */
  static NotifySettings notify(SettingValues values) {
    return new NotifySettings(
        new SmtpSettings(
            values.get(HOST),
            values.get(PORT),
            values.get(TLS),
            values.find(USER).orElse(null),
            values.find(PASSWORD).map(Secret::value).orElse(null),
            values.find(TRUSTED).map(Path::toString).orElse(null),
            values.get(CONNECTIONS),
            values.get(CONNECT),
            values.get(REPLY)),
        new SenderIdentity(
            values.get(FROM), values.find(REPLY_TO).orElse(null), values.get(UNSUBSCRIBE)),
        new DeliveryTerms(
            values.get(FIRST_RETRY),
            values.get(LONGEST_RETRY),
            values.get(GIVE_UP),
            values.get(STALE),
            values.get(WINDOW),
            values.get(DIGEST)),
        values.get(PATIENCE),
        values.get(StageKeys.CAP_RADIUS));
  }

  private static Optional<String> address(String text) {
    try {
      return Optional.of(MailAddress.parse(text).text());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
