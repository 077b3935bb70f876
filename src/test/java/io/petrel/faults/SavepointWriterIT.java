package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.config.Config;
import io.petrel.embedded.EmbeddedKafka;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.NotificationJob;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.Waiting;
import io.petrel.wire.avro.ObservationAvro;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops both jobs with a savepoint in the middle of {@link SavepointStory}, mails owed, and looks
 * at what it holds. At a release it also keeps it, in Flink's canonical format, and from then on
 * every build restores it ({@link SavepointIT}):
 *
 * <pre>mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SavepointWriterIT
 * -Dpetrel.savepoint=0.1.0</pre>
 *
 * <p>Until 0.1.0 is released the same command writes its savepoint anew after a change of a format.
 */
@Timeout(300)
class SavepointWriterIT {
  private static final int PARALLELISM = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2 * PARALLELISM)
              .build());

  @TempDir private Path folder;

  @Test
  void aSavepointNamesNoClassOfOursAndHoldsNoJavaObject() throws Exception {
    try (FaultySmtp smtp = new FaultySmtp();
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("broker"))) {
      smtp.answering(attempt -> Answer.rcpt(450, "4.7.1 not yet")).start();
      Config config = configure(kafka.bootstrapServers(), smtp.port());
      JobClient detection = detect(config);
      JobClient notification = notify(config);
      ObservationAvro avro = new ObservationAvro();
      SavepointStory.publish(
          kafka.bootstrapServers(),
          SavepointStory.before(),
          observation -> avro.encode(observation, Load.TOPIC));
      try (AlertWatch watch =
          new AlertWatch(
              kafka.bootstrapServers(), config.alertsTopic(), SavepointStory.PARTITIONS)) {
        watch.start();
        // Two incidents are open at each station.
        assertThat(watch.awaitTold(told -> told.size() >= 4 * SavepointStory.PARTITIONS, PATIENCE))
            .isTrue();
      }
      Map<String, Path> savepoints = new HashMap<>();
      savepoints.put(DetectionJob.NAME, stop(detection));
      Waiting.await(PATIENCE, () -> allAreRead(kafka.bootstrapServers(), config));
      Waiting.await(
          PATIENCE, () -> SavepointStory.READERS.stream().allMatch(to -> smtp.attempts(to) > 1));
      savepoints.put(NotificationJob.NAME, stop(notification));
      assertThat(smtp.received()).isEmpty();

      assertThat(SavepointContent.faults(folder.resolve("savepoints"))).isEmpty();
      assertThat(SavepointContent.faults("a\u00ac\u00ed\u0000\u0005io.petrel.state.X")).hasSize(2);
      String version = System.getProperty("petrel.savepoint");
      if (version != null) {
        for (Map.Entry<String, Path> savepoint : savepoints.entrySet()) {
          keep(savepoint.getValue(), SavepointStory.savepoint(version, savepoint.getKey()));
        }
      }
    }
  }

  private JobClient detect(Config config) throws Exception {
    var job = DetectionJob.define(config.detection(), new RuleSetUpdate(0, SavepointStory.rules()));
    return job.executeAsync(DetectionJob.NAME);
  }

  private JobClient notify(Config config) throws Exception {
    SubscriptionSet subscriptions =
        new SubscriptionSet("subscriptions.yaml", SavepointStory.subscriptions());
    var job = NotificationJob.define(config.notification(subscriptions).orElseThrow());
    return job.executeAsync(NotificationJob.NAME);
  }

  /** In both of Flink's formats; returns the folder of the canonical one. */
  private Path stop(JobClient job) throws Exception {
    String savepoints = folder.resolve("savepoints").toUri().toString();
    assertThat(job.triggerSavepoint(savepoints, SavepointFormatType.NATIVE).get()).isNotEmpty();
    return Path.of(
        URI.create(job.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL).get()));
  }

  /** Whether a checkpoint of the notification job has every alert behind it. */
  private static boolean allAreRead(String brokers, Config config) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    CommittedRecords.of(brokers, config.alertsTopic())
        .forEach(
            record ->
                ends.merge(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset() + 1,
                    Math::max));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin
              .listConsumerGroupOffsets("petrel-notification")
              .partitionsToOffsetAndMetadata()
              .get();
      return ends.entrySet().stream()
          .allMatch(
              end -> {
                OffsetAndMetadata offset = read.get(end.getKey());
                return offset != null && offset.offset() >= end.getValue();
              });
    } catch (ExecutionException e) {
      return false; // There is no such group yet.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Config configure(String brokers, int mailPort) throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile file : SavepointStory.rules()) {
      Files.writeString(rules.resolve(file.name()), file.text());
    }
    Path file = folder.resolve("petrel.yaml");
    Files.writeString(file, SavepointStory.configuration(brokers, mailPort, PARALLELISM));
    Files.writeString(folder.resolve("subscriptions.yaml"), SavepointStory.subscriptions());
    Config config = Config.read(file, Map.of(), Optional.empty(), new Issues()).orElseThrow();
    try (TopicAdmin topics = TopicAdmin.open(config.publish(), Duration.ofSeconds(30))) {
      assertThat(
              topics
                  .ensure(BothJobs.needs(config.publish(), Load.TOPIC, SavepointStory.PARTITIONS))
                  .problems())
          .isEmpty();
    }
    return config;
  }

  private static void keep(Path savepoint, Path as) throws IOException {
    var unused = Files.createDirectories(as);
    try (Stream<Path> old = Files.list(as)) {
      for (Path file : List.copyOf(old.toList())) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.copy(file, as.resolve(file.getFileName().toString()));
      }
    }
  }
}
