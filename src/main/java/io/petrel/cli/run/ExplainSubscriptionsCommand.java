package io.petrel.cli.run;

import io.petrel.alert.Alert;
import io.petrel.cli.kafka.AlertFile;
import io.petrel.cli.kafka.AlertLine;
import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.DecisionLine;
import io.petrel.cli.kafka.KafkaOptions;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionDecision;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
      "Show for each address what its subscription does with an alert, and why: condition, mute,"
          + " quiet hours, digest, wait, limit.",
      "The alert is a file as 'petrel alerts --json' prints it, which needs no Kafka, or one on the topic. It does not know which mails were sent before: whether a limit is reached, and who got the beginning of an incident."
    },
    footer = {
      "",
      "Examples:",
      "  petrel alerts --max 1 --json > alert.json",
      "  petrel subscriptions explain alert.json          no Kafka needed",
      "  petrel alerts --json | tail -1 | petrel subscriptions explain - --json",
      "  petrel subscriptions explain                     the newest on the topic",
      "  petrel subscriptions explain IDENTIFIER --at 2026-01-31T03:00:00+01:00"
    })
public final class ExplainSubscriptionsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ALERT",
      description =
          "A file with one alert record as JSON, - for standard input, or the identifier of a"
              + " record on the topic. Default: the newest on the topic.")
  @Nullable String alert;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the alert would arrive, for quiet hours and digests. Default: now.")
  @Nullable Instant at;

  @Option(names = "--json", description = "One JSON line for each address.")
  boolean json;

  private final Terminal terminal;

  public ExplainSubscriptionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Config config = kafka.read(terminal);
    Subscriptions subscriptions =
        SubscriptionReader.read(JobPreflight.subscriptions(config).source(), new Issues());
    String word = alert;
    Alert found =
        word != null && AlertFile.isFileName(word) ? AlertFile.read(word, terminal) : find(config);
    Instant now = at == null ? Clock.systemUTC().instant() : at;
    List<SubscriptionDecision> decisions = SubscriptionDecision.of(subscriptions, found, now);
    if (decisions.isEmpty()) {
      terminal.note("no subscriptions: mail is off, or the file of subscriptions is empty");
    }
    if (json) {
      decisions.forEach(one -> terminal.line(DecisionLine.json(one).toString()));
      return ExitCode.OK;
    }
    terminal.line(new AlertLine(terminal).of(found));
    decisions.forEach(one -> terminal.line("\n" + DecisionLine.block(one).stripTrailing()));
    return ExitCode.OK;
  }

  private Alert find(Config config) {
    String identifier = alert;
    Brokers brokers = new Brokers(config.kafka());
    String topic = config.alertsTopic();
    brokers.requireTopic(topic);
    AlertAvro avro = new AlertAvro();
    AtomicReference<@Nullable Alert> found = new AtomicReference<>();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, topic)) {
      reader.readToEnd(
          record -> {
            if (avro.decode(record.value()) instanceof Decoded.Value<Alert> value) {
              Alert next = value.value();
              Alert before = found.get();
              boolean newer = before == null || next.sentMillis() >= before.sentMillis();
              if (identifier == null ? newer : identifier.equals(next.identifier())) {
                found.set(next);
              }
            }
          });
    }
    Alert last = found.get();
    if (last == null) {
      throw CommandFailure.failed(
          identifier == null
              ? "no alert on '%s' yet".formatted(topic)
              : "no file and no alert '%s' on '%s'; 'petrel alerts --json' shows identifiers"
                  .formatted(identifier, topic));
    }
    return last;
  }
}
