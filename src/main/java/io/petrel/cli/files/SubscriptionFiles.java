package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.Subscriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of subscriptions that are named on the command line. */
public final class SubscriptionFiles {
  private SubscriptionFiles() {}

  /**
   * Reads a file.
   *
   * @throws CommandFailure naming every fault of it
   */
  public static Subscriptions read(Path file) {
    Issues issues = new Issues();
    Subscriptions read;
    try {
      read =
          SubscriptionReader.read(new SourceText(file.toString(), Files.readString(file)), issues);
    } catch (IOException e) {
      throw CommandFailure.usage("%s: %s".formatted(file, FaultMessages.causes(e)));
    }
    if (issues.hasErrors()) {
      throw CommandFailure.failed(
          "%s has faults:%n%n%s"
              .formatted(file, IssuePrinter.print(issues.sorted()).stripTrailing()));
    }
    return read;
  }
}
