package io.petrel.cli;

import io.petrel.alert.Alert;
import io.petrel.config.Config;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionDecision;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.wire.AlertAvro;
import io.petrel.wire.Decoded;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel subscriptions explain}: what each subscription does with an alert, and why. */
@Command(
    name = "explain",
    description = {
      "Show for each address what its subscription does with an alert on the topic, and why.",
      "It knows the file of subscriptions, not what was sent before: limits, and ends of what was"
          + " told, are not in it."
    },
    footer = {
      "",
      "Examples:",
      "  petrel subscriptions explain                     the newest alert",
      "  petrel alerts --json | jq -r .identifier | tail -3",
      "  petrel subscriptions explain IDENTIFIER --at 2026-01-31T03:00:00+01:00"
    })
final class ExplainSubscriptionsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "IDENTIFIER",
      description = "Of the alert record. Default: the newest on the topic.")
  @Nullable String identifier;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the alert would come in, for quiet hours and digests. Default: now.")
  @Nullable Instant at;

  @Option(names = "--json", description = "One JSON line for each address.")
  boolean json;

  private final Terminal terminal;

  ExplainSubscriptionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    LogFile.console(common.verbose);
    Config config = kafka.read(terminal);
    Subscriptions subscriptions =
        SubscriptionReader.read(JobStarts.subscriptions(config).source(), new Issues());
    Alert alert = find(config);
    if (!json) {
      terminal.line(new AlertLine(terminal).of(alert));
    }
    Instant now = at == null ? Clock.systemUTC().instant() : at;
    SubscriptionDecision.of(subscriptions, alert, now)
        .forEach(
            decision ->
                terminal.line(
                    json ? DecisionLine.json(decision).toString() : DecisionLine.text(decision)));
    return ExitCode.OK;
  }

  private Alert find(Config config) {
    Brokers brokers = new Brokers(config.kafka());
    String topic = config.alertsTopic();
    brokers.requireTopic(topic);
    AlertAvro avro = new AlertAvro();
    AtomicReference<@Nullable Alert> found = new AtomicReference<>();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
      reader.readToEnd(
          record -> {
            if (avro.decode(record.value()) instanceof Decoded.Value<Alert> value) {
              Alert alert = value.value();
              Alert before = found.get();
              boolean newer = before == null || alert.sentMillis() >= before.sentMillis();
              if (identifier == null ? newer : identifier.equals(alert.identifier())) {
                found.set(alert);
              }
            }
          });
    }
    Alert alert = found.get();
    if (alert == null) {
      throw CommandFailure.failed(
          identifier == null
              ? "there is no alert on '%s' yet".formatted(topic)
              : "there is no alert '%s' on '%s'; 'petrel alerts --json' shows identifiers"
                  .formatted(identifier, topic));
    }
    return alert;
  }
}
