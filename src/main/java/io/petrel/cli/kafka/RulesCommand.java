package io.petrel.cli.kafka;

import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.rule.RuleEvent;
import io.petrel.wire.RuleEventJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel rules}: which versions of the rules run. */
@Command(
    name = "rules",
    description = {
      "Show which rules a running engine has: the version of each that runs in all subtasks and since when, in which matcher, and how many matches in progress its last change dropped; then the files that were refused, with the reason. A refused file leaves its last good version running."
    },
    footer = {
      "",
      "Examples:",
      "  petrel rules --bootstrap localhost:9092",
      "  petrel rules --json | jq 'select(.outcome == \"REJECTED\")'",
      "  petrel rules --all      every event of each rule and file, oldest first"
    })
public final class RulesCommand implements Callable<Integer> {
  private static final String ROW = "%-28s %-12s %-20s %-7s %8s %8s  %s";

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--json", description = "One JSON line for each rule that runs or is refused.")
  boolean json;

  @Option(
      names = "--all",
      description = "Every event still on the topic, oldest first, also of rules that are gone.")
  boolean all;

  private final Terminal terminal;

  public RulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Config config = kafka.read(terminal);
    Brokers brokers = new Brokers(config.kafka());
    brokers.requireTopic(config.rulesTopic());
    RuleStatusTable board = new RuleStatusTable();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, config.rulesTopic())) {
      reader.readToEnd(
          record -> {
            if (record.value() != null) {
              String text = new String(record.value(), StandardCharsets.UTF_8);
              RuleEventJson.read(text).ifPresent(event -> take(event, board));
            }
          });
    }
    if (!all) {
      show(board);
    }
    return ExitCode.OK;
  }

  private void take(RuleEvent event, RuleStatusTable board) {
    if (all) {
      terminal.line(json ? RuleEventJson.write(event) : told(event));
    }
    board.add(event);
  }

  private void show(RuleStatusTable board) {
    List<RuleEvent> running = board.running();
    List<RuleEvent> refused = board.refused();
    if (json) {
      Stream.concat(running.stream(), refused.stream())
          .forEach(event -> terminal.line(RuleEventJson.write(event)));
      return;
    }
    terminal.line(
        ROW.formatted("RULE", "VERSION", "SINCE", "MATCHER", "SUBTASKS", "DROPPED", "LAST CHANGE"));
    running.forEach(event -> terminal.line(row(event)));
    if (!refused.isEmpty()) {
      terminal.line("");
      terminal.line("REFUSED; the last good version of each rule, if there is one, keeps running:");
      refused.forEach(event -> terminal.line(told(event)));
    }
  }

  private static String row(RuleEvent event) {
    RuleEvent.Running running = Objects.requireNonNull(event.running());
    return ROW.formatted(
        event.rule(),
        event.version(),
        time(running.sinceMillis()),
        running.matcher(),
        running.subtasks(),
        event.droppedPartialMatches() < 0 ? "-" : event.droppedPartialMatches(),
        event.why());
  }

  private static String told(RuleEvent event) {
    return "%s  %-28s %-12s %-9s %s"
        .formatted(
            time(event.timeMillis()),
            event.key().isEmpty() ? "(the job)" : event.key(),
            event.version(),
            outcome(event.outcome()),
            event.why().lines().findFirst().orElse(""));
  }

  private static String outcome(RuleEvent.Outcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> "accepted";
      case REJECTED -> "refused";
      case REMOVED -> "removed";
      case RUNNING -> "running";
      case REPAIRED -> "repaired";
    };
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * What the events of the rules topic say together. An event is valid until the next one with the
   * same key, or until a job starts without state, which ends what an earlier job ran or refused.
   * Not thread-safe.
   */
  static final class RuleStatusTable {
    /** Key of the event that a job sends when it starts without state. */
    private static final String JOB = "";

    private final Map<String, RuleEvent> newest = new TreeMap<>();

    /** Takes the next event of its key. */
    void add(RuleEvent event) {
      newest.put(event.key(), event);
    }

    /** The rules that run, by id. */
    List<RuleEvent> running() {
      return current().stream().filter(event -> event.running() != null).toList();
    }

    /** Files and folders that do not count as they are, by name. */
    List<RuleEvent> refused() {
      return current().stream()
          .filter(event -> event.outcome() == RuleEvent.Outcome.REJECTED)
          .toList();
    }

    private Collection<RuleEvent> current() {
      RuleEvent job = newest.get(JOB);
      List<RuleEvent> current = new ArrayList<>();
      for (RuleEvent event : newest.values()) {
        if (job == null || event.timeMillis() >= job.timeMillis()) {
          current.add(event);
        }
      }
      return current;
    }
  }
}
