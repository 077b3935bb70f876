package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.Terminal;
import io.petrel.detect.DetectSettings;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.check.StateEstimate;
import io.petrel.text.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel check}: every fault of all rules. */
@Command(
    name = "check",
    description = {
      "Check the rules of a folder: show every fault with its place, its line and a suggestion. Exit code 1 if there is a fault; warnings do not count."
    },
    footer = {
      "",
      "Examples:",
      "  petrel check                 the rules beside the launcher",
      "  petrel check my-rules/",
      "  petrel check my-rules/ --config deploy/petrel.yaml",
      "  petrel check --json my-rules/ | jq '.issues[].message'"
    })
public final class CheckCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin SiteOptions site = new SiteOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path folder;

  @Option(
      names = "--state",
      description = "Also estimate the state that each rule can hold at a station.")
  boolean state;

  @Option(names = "--json", description = "The result as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path checked = folder == null ? RuleFolders.standard() : folder;
    DetectSettings detect = site.read(terminal).pipeline().detect();
    RuleFolders read = RuleFolders.read(checked, detect);
    long errors = read.issues().stream().filter(Issue::isError).count();
    long warnings = read.issues().size() - errors;
    if (json) {
      terminal.line(json(read).toString());
    } else {
      if (!read.issues().isEmpty()) {
        terminal.line(IssuePrinter.print(read.issues()));
      }
      if (state) {
        read.rules().forEach(rule -> terminal.line(stateLine(rule)));
        if (!detect.reviseFor().isZero()) {
          terminal.line(revisionLine(read.rules(), detect.reviseFor()));
        }
      }
      terminal.line(
          "%s: %s good, %s, %s"
              .formatted(
                  checked,
                  counted(read.rules().size(), "rule"),
                  counted(errors, "fault"),
                  counted(warnings, "warning")));
    }
    return errors == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String stateLine(Rule rule) {
    return "%s: %s"
        .formatted(rule.id(), StateEstimate.of(rule, StateEstimate.CHECKED_INTERVAL).words());
  }

  private static String revisionLine(List<Rule> rules, Duration reviseFor) {
    Duration longest =
        rules.stream()
            .flatMap(
                rule ->
                    Stream.concat(
                        Stream.ofNullable(rule.within()),
                        rule.measures().stream().map(Measure::window)))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return "to revise reports of the last %s: %s"
        .formatted(
            Durations.code(reviseFor),
            StateEstimate.revisionWords(reviseFor, StateEstimate.CHECKED_INTERVAL, longest));
  }

  private static String counted(long count, String what) {
    return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  private static ObjectNode json(RuleFolders read) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode rules = node.putArray("rules");
    for (Rule rule : read.rules()) {
      rules
          .addObject()
          .put("rule", rule.id())
          .put("state", StateEstimate.of(rule, StateEstimate.CHECKED_INTERVAL).words());
    }
    ArrayNode issues = node.putArray("issues");
    for (Issue issue : read.issues()) {
      issues
          .addObject()
          .put("severity", issue.severity().word())
          .put("file", issue.file())
          .put("line", issue.line())
          .put("column", issue.column())
          .put("message", issue.message());
    }
    return node;
  }
}
