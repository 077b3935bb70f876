package io.petrel.cli;

import io.petrel.cli.author.BacktestCommand;
import io.petrel.cli.author.CheckCommand;
import io.petrel.cli.author.ExplainCommand;
import io.petrel.cli.author.ImportCommand;
import io.petrel.cli.author.NewCommand;
import io.petrel.cli.author.RuleShape;
import io.petrel.cli.author.SimulateCommand;
import io.petrel.cli.author.TestCommand;
import io.petrel.cli.author.WhyCommand;
import io.petrel.cli.demo.DemoCommand;
import io.petrel.cli.kafka.AlertsCommand;
import io.petrel.cli.kafka.PublishCommand;
import io.petrel.cli.kafka.RulesCommand;
import io.petrel.cli.run.ExplainSubscriptionsCommand;
import io.petrel.cli.run.RunCommand;
import io.petrel.cli.run.SubscriptionsCommand;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.PetrelVersion;
import io.petrel.cli.terminal.Terminal;
import io.petrel.issue.NearestName;
import io.petrel.text.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code petrel}: finds the sub-command and turns each outcome into an exit code. */
@Command(
    name = "petrel",
    versionProvider = PetrelVersion.class,
    description =
        "Watches weather observations and sends alerts when they show something dangerous.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start here:",
      "  petrel demo                 the whole system on this machine, with a simulated storm",
      "  petrel COMMAND --help       what a command does, with examples",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong command line or configuration."
    })
public final class PetrelCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  private PetrelCommand() {}

  /** Runs a command line in this process and returns its exit code. Never exits the JVM. */
  public static int run(String... arguments) {
    return run(Terminal.ofProcess(), arguments);
  }

  static int run(Terminal terminal, String... arguments) {
    int exitCode = commandLine(terminal).execute(arguments);
    terminal.flush();
    return exitCode;
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line =
        new CommandLine(new PetrelCommand())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new CheckCommand(terminal))
            .addSubcommand(new TestCommand(terminal))
            .addSubcommand(new NewCommand(terminal))
            .addSubcommand(new ExplainCommand(terminal))
            .addSubcommand(new WhyCommand(terminal))
            .addSubcommand(new BacktestCommand(terminal))
            .addSubcommand(new ImportCommand(terminal))
            .addSubcommand(new PublishCommand(terminal))
            .addSubcommand(new SimulateCommand(terminal))
            .addSubcommand(new AlertsCommand(terminal))
            .addSubcommand(new RulesCommand(terminal))
            .addSubcommand(
                new CommandLine(new SubscriptionsCommand())
                    .addSubcommand(new ExplainSubscriptionsCommand(terminal)))
            .setOut(terminal.outWriter())
            .setErr(terminal.errWriter())
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(100)
            .registerConverter(java.time.Duration.class, OptionValues::duration)
            .registerConverter(java.time.Instant.class, OptionValues::instant)
            .registerConverter(RuleShape.class, OptionValues::shape);
    new FaultMessages(terminal).installOn(line);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Reads the values of options. */
  private static final class OptionValues {
    private OptionValues() {}

    static Duration duration(String text) {
      return Durations.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not a duration such as 90s, 30m, 2h30m or 1d".formatted(text)));
    }

    static Instant instant(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' is not a time with an offset such as 2026-01-31T06:00:00Z".formatted(text));
      }
    }

    static RuleShape shape(String text) {
      List<String> known = Arrays.stream(RuleShape.values()).map(RuleShape::word).toList();
      if (!known.contains(text)) {
        throw new TypeConversionException(
            "'%s' is not a rule shape; allowed are %s%s"
                .formatted(text, String.join(", ", known), NearestName.hint(text, known)));
      }
      return RuleShape.valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
