package io.petrel.testing;

import io.petrel.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/**
 * One broker for the tests of a JVM, which run one after the other: each finds it without topics
 * and groups. A test that stops, kills or configures its broker starts an {@link EmbeddedKafka} of
 * its own.
 */
public final class SharedKafka {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EmbeddedKafka broker;

  private SharedKafka(EmbeddedKafka broker) {
    this.broker = broker;
  }

  /** Started with the first call. */
  private static final class Started {
    static final SharedKafka INSTANCE = start();
  }

  /** The broker, without what the test before left on it. */
  public static SharedKafka emptied() {
    Started.INSTANCE.empty();
    return Started.INSTANCE;
  }

  /** What a client's {@code bootstrap.servers} must be. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  private static SharedKafka start() {
    try {
      Path folder = Files.createTempDirectory("petrel-shared-kafka");
      EmbeddedKafka broker = EmbeddedKafka.start(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, folder)));
      return new SharedKafka(broker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedKafka broker, Path folder) {
    broker.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void empty() {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers()))) {
      // A member that was killed keeps its group until its session is over.
      Waiting.await("no groups", PATIENCE, () -> deleteGroups(admin));
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
      Waiting.await("no topics", PATIENCE, () -> admin.listTopics().names().get().isEmpty());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the shared broker cannot be emptied", e);
    }
  }

  private static boolean deleteGroups(Admin admin) throws InterruptedException {
    try {
      List<String> groups =
          admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
      admin.deleteConsumerGroups(groups).all().get();
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }
}
