package io.petrel.cli;

import io.petrel.config.Config;
import io.petrel.rule.RuleEvent;
import io.petrel.wire.RuleEventJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel rules}: what version of what runs. */
@Command(
    name = "rules",
    description = {
      "Show what became of each rule in a running engine: the newest event of each on the rules"
          + " topic. A rejected file leaves its last good version running."
    },
    footer = {
      "",
      "Examples:",
      "  petrel rules --bootstrap localhost:9092",
      "  petrel rules --json | jq 'select(.outcome == \"rejected\")'"
    })
final class RulesCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--json", description = "Every event as one JSON line, oldest first.")
  boolean json;

  private final Terminal terminal;

  RulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogFile.console(common.verbose);
    Config config = kafka.read(terminal);
    Brokers brokers = new Brokers(config.kafka());
    brokers.requireTopic(config.rulesTopic());
    Map<String, RuleEvent> newest = new TreeMap<>();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, config.rulesTopic())) {
      reader.readToEnd(
          record -> {
            if (record.value() != null) {
              String text = new String(record.value(), StandardCharsets.UTF_8);
              if (json) {
                terminal.line(text);
              }
              RuleEventJson.read(text).ifPresent(event -> newest.put(event.rule(), event));
            }
          });
    }
    if (!json) {
      newest.values().forEach(event -> terminal.line(line(event)));
    }
    return ExitCode.OK;
  }

  private static String line(RuleEvent event) {
    return "%-28s %-12s %-9s %s  %s"
        .formatted(
            event.rule().isEmpty() ? "(the folder)" : event.rule(),
            event.version(),
            event.outcome().name().toLowerCase(Locale.ROOT),
            Instant.ofEpochMilli(event.timeMillis()).truncatedTo(ChronoUnit.SECONDS),
            event.why().lines().findFirst().orElse(""));
  }
}
