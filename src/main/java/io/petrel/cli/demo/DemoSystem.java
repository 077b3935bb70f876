package io.petrel.cli.demo;

import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.embedded.EmbeddedKafka;
import io.petrel.embedded.EmbeddedMailServer;
import io.petrel.embedded.EmbeddedServerException;
import io.petrel.embedded.MailFolder;
import io.petrel.engine.LocalEngine;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The broker, mail server and Flink cluster of a demo, all in this JVM. */
record DemoSystem(EmbeddedKafka kafka, EmbeddedMailServer mail, LocalEngine engine)
    implements AutoCloseable {

  /**
   * Starts all three at once: each spends much of its start waiting.
   *
   * @param kafkaPort 0 for any free one
   * @param mailPort 0 for any free one
   * @throws CommandFailure if a port or the folder is in use; nothing is left running
   */
  static DemoSystem start(DemoFolder folder, int kafkaPort, int mailPort) {
    CompletableFuture<EmbeddedKafka> kafka =
        CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(folder.path(), kafkaPort));
    CompletableFuture<EmbeddedMailServer> mail =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedMailServer.start(
                    new MailFolder(folder.mails(), Clock.systemUTC()), mailPort));
    CompletableFuture<LocalEngine> engine =
        CompletableFuture.supplyAsync(() -> LocalEngine.start(1, folder.path()));
    try {
      CompletableFuture.allOf(kafka, mail, engine).join();
      return new DemoSystem(kafka.join(), mail.join(), engine.join());
    } catch (CompletionException e) {
      engine.thenAccept(LocalEngine::close).exceptionally(failed -> null).join();
      mail.thenAccept(EmbeddedMailServer::close).exceptionally(failed -> null).join();
      kafka.thenAccept(EmbeddedKafka::close).exceptionally(failed -> null).join();
      throw failure(e);
    }
  }

  private static CommandFailure failure(CompletionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message =
        cause instanceof EmbeddedServerException
            ? String.valueOf(cause.getMessage())
            : FaultMessages.causes(cause);
    return CommandFailure.failed(message, cause);
  }

  Brokers brokers() {
    return Brokers.at(kafka.bootstrapServers());
  }

  @Override
  public void close() {
    engine.close();
    mail.close();
    kafka.close();
  }
}
