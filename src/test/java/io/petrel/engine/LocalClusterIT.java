package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LocalClusterIT {
  /** Another engine in this JVM, or Kafka's broker, would find no place for its libraries. */
  @Test
  void whereNativeLibrariesGoIsThereWhileItRunsAndForgottenAfterwards() {
    List<String> names = List.of("org.xerial.snappy.tempdir", "ZstdTempFolder");
    try (LocalCluster cluster = LocalCluster.start(1)) {
      assertThat(cluster).isNotNull();
      assertThat(names).allMatch(name -> Files.isDirectory(Path.of(System.getProperty(name))));
    }
    assertThat(names).allMatch(name -> System.getProperty(name) == null);
  }
}
