package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.embedded.EmbeddedKafka;
import io.petrel.engine.PipelineSettings;
import io.petrel.rule.RuleFile;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.ListeningSockets;
import io.petrel.testing.StandingIncidents;
import io.petrel.testing.StandingIncidents.State;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo in a process of its own, killed without warning in mid-stream and started again on the
 * same folder. What is on the alerts topic then is compared with an undisturbed run over what is on
 * the observations topic.
 */
@Timeout(300)
class DemoRecoveryIT {
  private static final String SPEED = "1200";

  /** Bound of disorder, and what the last checkpoint may not hold yet at this speed. */
  private static final Duration MARGIN = Duration.ofMinutes(40);

  /** A match of these rules takes so long at most. */
  private static final Duration LONG = Duration.ofHours(3);

  @TempDir private Path folder;

  @Test
  void killedAndStartedAgainEachAlertIsThereOnce() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile file : ruleFiles()) {
      Files.writeString(rules.resolve(file.name()), file.text());
    }
    Path data = folder.resolve("data");

    Process first = demo(data, rules, "--for", "10m");
    try {
      awaitAlerts(first, 15);
      if (Files.exists(Path.of("/proc/self/net/tcp"))) {
        assertThat(ListeningSockets.of(first.pid()))
            .hasSizeGreaterThan(3)
            .allMatch(address -> address.getAddress().isLoopbackAddress());
      }
    } finally {
      first.destroyForcibly();
    }
    assertThat(first.waitFor()).as("exit code of a killed process").isEqualTo(128 + 9);

    Process second = demo(data, rules, "--for", "10s");
    try (BufferedReader output = second.inputReader()) {
      String said = output.lines().collect(Collectors.joining("\n"));
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).as(said).isZero();
    } finally {
      second.destroyForcibly();
    }

    try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
      compare(new Topics(kafka.bootstrapServers()));
    }
  }

  private void compare(Topics topics) throws Exception {
    List<Observation> late = topics.observations("petrel.observations.late");
    Map<Integer, Long> newest = new HashMap<>();
    Map<Observation, Integer> unused = new HashMap<>();
    late.forEach(observation -> unused.merge(observation, 1, Integer::sum));
    Path file = folder.resolve("seen.avro");
    try (OutputStream out = Files.newOutputStream(file);
        ObservationFileWriter writer = ObservationFileWriter.to(out, file.toString())) {
      for (ConsumerRecord<byte[], byte[]> record : topics.read("petrel.observations")) {
        Observation observation = Topics.observation(record);
        newest.merge(record.partition(), observation.timeMillis(), Math::max);
        if (unused.getOrDefault(observation, 0) > 0) {
          unused.merge(observation, -1, Integer::sum);
        } else {
          writer.write(observation);
        }
      }
    }
    long certain =
        newest.values().stream().mapToLong(Long::longValue).min().orElseThrow() - MARGIN.toMillis();

    Map<String, State> told = until(certain, topics.alerts());
    Map<String, State> expected =
        until(certain, WholeBacktest.of(file, ruleFiles(), PipelineSettings.defaults()).alerts());
    assertThat(expected.keySet()).as("the storm is worth the test").hasSizeGreaterThan(8);
    assertThat(told).isEqualTo(expected);
  }

  /** What was believed then of the incidents that began long enough before. */
  private static Map<String, State> until(long certain, List<Alert> alerts) {
    Map<String, State> began =
        StandingIncidents.of(
            alerts.stream().filter(alert -> alert.sentMillis() <= certain).toList());
    began.values().removeIf(state -> state.onsetMillis() > certain - LONG.toMillis());
    return began;
  }

  private Process demo(Path data, Path rules, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "io.petrel.Main",
                "demo",
                "--data",
                data.toString(),
                "--rules",
                rules.toString(),
                "--speed",
                SPEED));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
  }

  private static void awaitAlerts(Process demo, int count) throws IOException {
    BufferedReader output = demo.inputReader();
    int seen = 0;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(" ALERT ") && ++seen == count) {
        return;
      }
    }
    throw new IllegalStateException("the demo ended by itself after %d alerts".formatted(seen));
  }

  private static List<RuleFile> ruleFiles() {
    return Stream.of("e2e-gale.yaml", "e2e-fall.yaml", "e2e-front.yaml")
        .map(
            name -> {
              try (InputStream in = DemoRecoveryIT.class.getResourceAsStream("/e2e/" + name)) {
                return new RuleFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  /** Committed records, from the beginning of a topic to its end. */
  private record Topics(String servers) {
    List<Alert> alerts() {
      AlertAvro avro = new AlertAvro();
      return read("petrel.alerts").stream()
          .map(record -> ((Decoded.Value<Alert>) avro.decode(record.value())).value())
          .toList();
    }

    List<Observation> observations(String topic) {
      return read(topic).stream().map(Topics::observation).toList();
    }

    static Observation observation(ConsumerRecord<byte[], byte[]> record) {
      return ((Decoded.Value<Observation>) new ObservationAvro().decode(record.value())).value();
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
      return CommittedRecords.of(servers, topic);
    }
  }
}
