package io.petrel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.detect.Detector;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.check.StateEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel explain}: what a rule does and what it costs. */
@Command(
    name = "explain",
    description = {
      "Say in words what a rule waits for, which measures it keeps, which matcher runs it and how much"
          + " state it may hold at a station."
    },
    footer = {
      "",
      "Examples:",
      "  petrel explain squall",
      "  petrel explain --rules my-rules --every 1m fresh-wind",
      "  petrel explain --json squall | jq .state"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(arity = "1", paramLabel = "RULE", description = "Id of a rule.")
  String id = "";

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path folder;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "How often a station reports, for the estimate. Default: 10m.")
  Duration every = StateEstimate.CHECKED_INTERVAL;

  @Option(names = "--json", description = "The same as one JSON object.")
  boolean json;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogFile.console(common.verbose);
    if (every.isZero() || every.isNegative()) {
      throw CommandFailure.usage("--every is %s, must be > 0".formatted(every));
    }
    Path from = folder == null ? RuleFolders.standard() : folder;
    RuleFolders read = RuleFolders.read(from);
    Rule rule = read.require(id, from);
    StateEstimate state = StateEstimate.of(rule, every);
    if (json) {
      terminal.line(json(rule, state).toString());
    } else {
      terminal.line(text(rule, state));
    }
    return ExitCode.OK;
  }

  private static String text(Rule rule, StateEstimate state) {
    StringBuilder text = new StringBuilder();
    text.append("%s (%s), %s%n".formatted(rule.text().title(), rule.id(), severity(rule)));
    text.append("Authority: %s%n%n".formatted(rule.text().source()));
    text.append("Waits for%n".formatted());
    PatternWords.lines(rule).forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("%nMatcher:  %s%n".formatted(matcher(rule)));
    text.append("Measures: %s%n".formatted(measures(rule)));
    text.append("State:    %s".formatted(state.words()));
    return text.toString();
  }

  private static ObjectNode json(Rule rule, StateEstimate state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", rule.id());
    node.put("version", rule.version());
    node.put("title", rule.text().title());
    node.put("severity", severity(rule));
    node.put("source", rule.text().source());
    ArrayNode pattern = node.putArray("pattern");
    PatternWords.lines(rule).forEach(pattern::add);
    node.put("matcher", Detector.matcher(rule).name().toLowerCase(Locale.ROOT));
    ArrayNode measures = node.putArray("measures");
    rule.measures().stream().map(ExplainCommand::words).forEach(measures::add);
    ObjectNode cost = node.putObject("state");
    cost.put("bounded", !state.isUnbounded());
    cost.put("worst_partial_matches", state.worst());
    cost.put("likely_partial_matches", state.likely());
    cost.put("words", state.words());
    return node;
  }

  private static String severity(Rule rule) {
    return rule.text().severity().code().toLowerCase(Locale.ROOT);
  }

  private static String matcher(Rule rule) {
    return switch (Detector.matcher(rule)) {
      case COMPACT -> "compact: the pattern does not branch";
      case NFA -> "Flink CEP's automaton: the pattern branches";
    };
  }

  private static String measures(Rule rule) {
    return rule.measures().isEmpty()
        ? "none"
        : String.join(", ", rule.measures().stream().map(ExplainCommand::words).toList());
  }

  private static String words(Measure measure) {
    String field =
        measure.variable() == null ? "extra." + measure.extra() : measure.variable().name();
    String name = measure.kind().name().toLowerCase(Locale.ROOT);
    return measure.window().isZero()
        ? "%s(%s)".formatted(name, field)
        : "%s(%s, %s)".formatted(name, field, PatternWords.duration(measure.window()));
  }
}
