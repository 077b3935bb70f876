package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.rule.RuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel new}: a rule to start from, with its test. */
@Command(
    name = "new",
    description = {
      "Write a commented rule and its tests to start from. Both pass 'check' and 'test' as they are; no file is overwritten.",
      "Shapes: threshold (a value crosses a limit), fall (a value changes fast), sequence (one thing after another), absence (something does not come), sustained (something lasts)."
    },
    footer = {
      "",
      "Examples:",
      "  petrel new fresh-wind --shape threshold --dir my-rules",
      "  petrel new sea-breeze --shape sequence"
    })
public final class NewCommand implements Callable<Integer> {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1",
      paramLabel = "RULE",
      description = "Id of the rule, and name of its file: lower-case letters, digits and hyphens.")
  String id = "";

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "SHAPE",
      description = "threshold, fall, sequence, absence or sustained.")
  RuleShape shape = RuleShape.THRESHOLD;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "Folder of rules; created if it does not exist. Default: rules beside the launcher.")
  @Nullable Path dir;

  @Option(names = "--json", description = "What was written as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public NewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!ID.matcher(id).matches()) {
      throw CommandFailure.usage(
          "'%s' is not a valid rule id: lower-case letters, digits and hyphens, at most 80, not starting with a hyphen%s"
              .formatted(id, suggestion()));
    }
    Path folder = dir == null ? RuleFolders.standard() : dir;
    Path rule = folder.resolve(RuleFile.nameOf(id));
    Path tests = folder.resolve(RuleFile.testNameOf(id));
    for (Path file : List.of(rule, tests)) {
      if (Files.exists(file)) {
        throw exists(file);
      }
    }
    write(folder, rule, shape.rule(id));
    write(folder, tests, shape.tests(id));
    printNextSteps(folder, rule, tests);
    return ExitCode.OK;
  }

  private String suggestion() {
    String near = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return ID.matcher(near).matches() ? "; try '%s'".formatted(near) : "";
  }

  private static CommandFailure exists(Path file) {
    return CommandFailure.failed(
        "%s already exists; nothing was written. Use another id, or move that file away"
            .formatted(file));
  }

  private static void write(Path folder, Path file, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s cannot be written: %s".formatted(file, FaultMessages.causes(e)), e);
    }
  }

  private void printNextSteps(Path folder, Path rule, Path tests) {
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("rule", id).put("shape", shape.word());
      node.putArray("files").add(rule.toString()).add(tests.toString());
      terminal.line(node.toString());
      return;
    }
    terminal.line("Wrote %s".formatted(rule));
    terminal.line("Wrote %s".formatted(tests));
    terminal.line("");
    terminal.line("Next:");
    terminal.line("  edit the lines marked <-- in the rule, and the numbers in its tests");
    terminal.line("  petrel check %s".formatted(folder));
    terminal.line("  petrel test %s --filter %s".formatted(folder, id));
    terminal.line("  petrel backtest HISTORY.csv --rules %s".formatted(folder));
  }
}
