package io.petrel.cli.author;

import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.diagram.SvgDiagram;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.example.Example;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.check.StateEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
      "Draw what a rule waits for and describe it: its measures and the rules that share them, the matcher that runs it, and the state that it can hold at a station. Also show reports that make it fire, found by search and run through the pipeline."
    },
    footer = {
      "",
      "Examples:",
      "  petrel explain squall",
      "  petrel explain squall --svg squall.svg --no-example",
      "  petrel explain --rules my-rules --every 1m fresh-wind",
      "  petrel explain --json squall | jq .state"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin SiteOptions site = new SiteOptions();

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

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also draw the pattern as SVG into this file.")
  @Nullable Path svg;

  @Option(
      names = "--no-example",
      description = "Skip the search for an example, which takes some seconds.")
  boolean withoutExample;

  @Option(names = "--json", description = "The same as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (every.isZero() || every.isNegative()) {
      throw CommandFailure.usage("--every is %s, must be > 0".formatted(every));
    }
    SiteOptions.Site settings = site.read(terminal);
    Path from = folder == null ? RuleFolders.standard() : folder;
    RuleFolders read = RuleFolders.read(from, settings.pipeline().detect());
    Rule rule = read.require(id, from);
    if (svg != null) {
      write(svg, SvgDiagram.of(rule));
    }
    Explanation explanation =
        new Explanation(
            rule,
            read.rules(),
            StateEstimate.of(rule, every),
            withoutExample ? null : example(rule, read.files(), settings.pipeline()));
    terminal.line(json ? explanation.json().toString() : explanation.text());
    return ExitCode.OK;
  }

  private String example(Rule rule, List<RuleFile> files, PipelineSettings settings)
      throws InterruptedException {
    RuleFile own =
        files.stream().filter(file -> file.id().equals(rule.id())).findFirst().orElseThrow();
    terminal.progress("looking for an example that fires");
    try (LocalCluster cluster = LocalCluster.start(1)) {
      return Example.find(cluster, rule, own, settings).map(Example::test).orElse("");
    } catch (IllegalStateException e) {
      throw CommandFailure.failed("the pipeline failed: " + FaultMessages.causes(e), e);
    }
  }

  private void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s cannot be written: %s".formatted(file, FaultMessages.causes(e)), e);
    }
    terminal.note("wrote the diagram to %s".formatted(file));
  }
}
