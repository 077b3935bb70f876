package io.petrel.cli.run;

import io.petrel.cli.terminal.CommonOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code petrel subscriptions}: about who gets which alerts. */
@Command(
    name = "subscriptions",
    description = "Who gets which alerts by mail, and why.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  petrel subscriptions explain --help"})
public final class SubscriptionsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: explain");
  }
}
