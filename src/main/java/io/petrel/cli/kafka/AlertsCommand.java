package io.petrel.cli.kafka;

import io.petrel.alert.Alert;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.wire.AlertJson;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.cap.CapXml;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel alerts}: reads the alerts topic. */
@Command(
    name = "alerts",
    description = "Show the alert records on the topic, oldest first; only committed ones.",
    footer = {
      "",
      "Examples:",
      "  petrel alerts --bootstrap localhost:9092",
      "  petrel alerts --follow                       all alerts, then new ones",
      "  petrel alerts --follow --new --json | jq .   only new alerts, one JSON object a line",
      "  petrel alerts --rule squall --max 1 --json   the first alert of a rule"
    })
public final class AlertsCommand implements Callable<Integer> {
  private static final Duration WAIT = Duration.ofMillis(250);

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Keep showing new alerts, until stopped.")
  boolean follow;

  @Option(names = "--new", description = "Skip what is on the topic already.")
  boolean onlyNew;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Option(names = "--cap", description = "CAP 1.2 XML, one document after the other.")
  boolean cap;

  @Option(names = "--rule", paramLabel = "ID", description = "Only alerts of this rule.")
  @Nullable String rule;

  @Option(names = "--max", paramLabel = "N", description = "Stop after N alerts.")
  @Nullable Integer max;

  private final Terminal terminal;
  private final AlertAvro avro = new AlertAvro();
  private int capRadiusKm;
  private int shown;
  private int unreadable;

  public AlertsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (max != null && max < 1) {
      throw CommandFailure.usage("--max is %d; allowed: 1 or more".formatted(max));
    }
    if (cap && json) {
      throw CommandFailure.usage("--cap and --json exclude each other");
    }
    Config config = kafka.read(terminal);
    capRadiusKm = config.capRadiusKm();
    Brokers brokers = new Brokers(config.kafka());
    String topic = config.alertsTopic();
    brokers.requireTopic(topic);
    try (TopicReader reader =
        onlyNew ? TopicReader.fromEnd(brokers, topic) : TopicReader.fromBeginning(brokers, topic)) {
      reader.readToEnd(this::show);
      while (follow && !isDone()) {
        reader.poll(WAIT, this::show);
      }
    }
    if (unreadable > 0) {
      terminal.note(
          "%d records on '%s' were skipped: not alerts that this version can read"
              .formatted(unreadable, topic));
    }
    return ExitCode.OK;
  }

  private boolean isDone() {
    return (max != null && shown >= max) || terminal.outputGone();
  }

  private void show(ConsumerRecord<byte[], byte[]> record) {
    Decoded<Alert> decoded = avro.decode(record.value());
    if (!(decoded instanceof Decoded.Value<Alert> value)) {
      unreadable++;
      return;
    }
    Alert alert = value.value();
    if (isDone() || (rule != null && !rule.equals(alert.rule()))) {
      return;
    }
    terminal.line(text(alert));
    shown++;
  }

  private String text(Alert alert) {
    if (cap) {
      return CapXml.render(alert, capRadiusKm);
    }
    return json ? AlertJson.line(alert) : new AlertLine(terminal).of(alert);
  }
}
