package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.config.Config;
import io.petrel.issue.Issues;
import io.petrel.publish.Topics;
import io.petrel.rule.RuleFile;
import io.petrel.testing.BothJobs;
import io.petrel.wire.ObservationAvro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the savepoint of a release, at the release, in Flink's canonical format: {@code mvn verify
 * -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SavepointWriterIT
 * -Dpetrel.savepoint=0.1.0}. From then on every build restores it.
 */
@EnabledIfSystemProperty(named = "petrel.savepoint", matches = "[0-9.]+")
@Timeout(300)
class SavepointWriterIT {
  @TempDir private Path folder;

  @Test
  void writesTheSavepointOfThisRelease() throws Exception {
    try (ClusterProcesses cluster = new ClusterProcesses(folder.resolve("cluster"))) {
      cluster.start(ClusterProcesses.BROKER);
      Config config = configure(cluster.brokers());
      try (Topics topics = Topics.open(config.publish(), Duration.ofSeconds(30))) {
        assertThat(
                topics
                    .ensure(BothJobs.needs(config.publish(), Load.TOPIC, SavepointStory.PARTITIONS))
                    .problems())
            .isEmpty();
      }
      cluster.start();
      String job = cluster.submit("detection", folder.resolve("petrel.yaml"));
      ObservationAvro avro = new ObservationAvro();
      SavepointStory.publish(
          cluster.brokers(),
          SavepointStory.before(),
          observation -> avro.encode(observation, Load.TOPIC));
      try (AlertWatch watch =
          new AlertWatch(cluster.brokers(), config.alertsTopic(), SavepointStory.PARTITIONS)) {
        watch.start();
        // Two incidents are open at each station.
        assertThat(
                watch.awaitTold(
                    told -> told.size() >= 4 * SavepointStory.PARTITIONS, Duration.ofMinutes(1)))
            .isTrue();
      }
      copy(
          Path.of(java.net.URI.create(cluster.stop(job))),
          SavepointStory.FOLDER.resolve(System.getProperty("petrel.savepoint")));
    }
  }

  private Config configure(String brokers) throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile file : SavepointStory.rules()) {
      Files.writeString(rules.resolve(file.name()), file.text());
    }
    Path file = folder.resolve("petrel.yaml");
    Files.writeString(file, SavepointIT.configuration(brokers, 2));
    return Config.read(file, Map.of(), Optional.empty(), new Issues()).orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    var unused = Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }
}
