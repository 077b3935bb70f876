package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.notify.Alerts;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.FaultySmtp.Answer;
import io.petrel.notify.testing.FaultySmtp.Received;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.PublishedMails;
import io.petrel.publish.TopicAdmin;
import io.petrel.testing.BothJobs;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.wire.avro.AlertAvro;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notification job in a process of its own, under load, killed without warning again and again
 * while it sends. {@code -Dpetrel.kills=20}, {@code -Dpetrel.seed=S}.
 */
@Timeout(900)
class NotificationRecoveryIT {
  private static final int KILLS = Integer.getInteger("petrel.kills", 2);
  private static final long SEED = Long.getLong("petrel.seed", 20261125);
  private static final int INCIDENTS_FOR_EACH_KILL = 12;
  private static final int READERS = 20;
  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** The CAP file names the record that a mail tells. */
  private static final Pattern RECORD = Pattern.compile("filename=\"?([a-z0-9-]+)\\.cap\\.xml");

  @TempDir private Path folder;
  private final FaultySmtp smtp = new FaultySmtp();
  private int incidents;

  @Test
  void killedInTheMiddleOfSendingItLosesNothingAndRepeatsOnlyUnderTheSameId() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    smtp.answering(attempt -> Answer.slow(Duration.ofMillis(3))).start();
    SharedKafka kafka = SharedKafka.emptied();
    try (smtp) {
      PublishSettings topics = PublishSettings.defaults(kafka.bootstrapServers());
      createTopics(topics);
      Path subscriptions = Files.writeString(folder.resolve("subscriptions.yaml"), subscriptions());
      for (int kill = 0; kill < KILLS; kill++) {
        publish(topics);
        Process job = start(topics, subscriptions);
        try {
          int enough = smtp.received().size() + 1 + random.nextInt(mailsForEachKill());
          Waiting.await(PATIENCE, () -> smtp.received().size() >= enough || !job.isAlive());
        } finally {
          job.destroyForcibly();
        }
        assertThat(job.waitFor())
            .as("exit code of a killed process: %s", said())
            .isEqualTo(128 + 9);
      }
      Process last = start(topics, subscriptions);
      try {
        Waiting.await(PATIENCE, () -> allAreRecorded(topics));
      } finally {
        last.destroyForcibly().waitFor();
      }
      compare(PublishedMails.sentSince(topics, Map.of(), 0));
    }
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private int mailsForEachKill() {
    return INCIDENTS_FOR_EACH_KILL * 2 * READERS;
  }

  /** Every record that was published stands in a mail to each reader, and that is recorded. */
  private boolean allAreRecorded(PublishSettings topics) {
    if (idsByReaderAndRecord().size() < incidents * 2 * (READERS + 1)) {
      return false;
    }
    try {
      return PublishedMails.sentSince(topics, Map.of(), 0)
          .containsAll(smtp.received().stream().map(Received::messageId).toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void compare(Set<String> recorded) {
    Map<String, Set<String>> told = idsByReaderAndRecord();
    List<Received> received = smtp.received();
    Set<String> ids = received.stream().map(Received::messageId).collect(Collectors.toSet());
    int repeated = received.size() - ids.size();
    System.getLogger("mail.recovery")
        .log(
            System.Logger.Level.WARNING,
            "{0} kills: {1} mails expected, {2} received, 0 lost, {3} repeated under the same id",
            KILLS,
            ids.size(),
            received.size(),
            repeated);
    assertThat(told).as("lost: none").hasSize(incidents * 2 * (READERS + 1));
    assertThat(told.values()).as("the same news under another id").allMatch(set -> set.size() == 1);
    assertThat(recorded).isEqualTo(ids);
    // In flight at a kill: one mail a connection, and what the producer had not yet sent.
    assertThat(repeated).isLessThanOrEqualTo(KILLS * 4 * CONNECTIONS);
  }

  private Map<String, Set<String>> idsByReaderAndRecord() {
    Map<String, Set<String>> ids = new HashMap<>();
    for (Received mail : smtp.received()) {
      Matcher record = RECORD.matcher(mail.raw());
      while (record.find()) {
        ids.computeIfAbsent(mail.recipient() + " " + record.group(1), key -> new TreeSet<>())
            .add(mail.messageId());
      }
    }
    return ids;
  }

  private void publish(PublishSettings topics) {
    AlertAvro avro = new AlertAvro();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", topics.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < INCIDENTS_FOR_EACH_KILL; i++) {
        String incident = "storm-" + incidents++;
        for (Alert alert : List.of(SampleMails.fog(), SampleMails.cancel())) {
          byte[] value = avro.encode(Alerts.renamed(alert, incident), topics.topics().alerts());
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      topics.topics().alerts(), incident.getBytes(StandardCharsets.UTF_8), value));
        }
      }
    }
  }

  /** Most get each alert in a mail of its own, one gets what comes within a second together. */
  private static String subscriptions() {
    String readers =
        IntStream.range(0, READERS)
            .mapToObj("reader%d@example.org"::formatted)
            .collect(Collectors.joining(", "));
    return """
        subscriptions:
          - name: each
            to: [%s]
          - name: together
            to: patient@example.org
            wait: 1s
        """
        .formatted(readers);
  }

  private static void createTopics(PublishSettings settings) {
    try (TopicAdmin topics = TopicAdmin.open(settings, Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(settings, "petrel.observations", 3)).problems())
          .isEmpty();
    }
  }

  private Process start(PublishSettings topics, Path subscriptions) throws IOException {
    return new ProcessBuilder(
            Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    NotificationProcess.class.getName(),
                    topics.bootstrapServers(),
                    String.valueOf(smtp.port()),
                    subscriptions.toString(),
                    folder.resolve("checkpoints").toString())
                .toList())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }
}
