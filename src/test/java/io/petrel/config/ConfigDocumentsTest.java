package io.petrel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.issue.Issues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is published about the configuration is what the table of keys says. */
class ConfigDocumentsTest {
  private static final Path YAML = Path.of("deploy/petrel.yaml");
  private static final Path SCHEMA = Path.of("schemas/petrel.schema.json");

  @Test
  void theDeployedConfigurationDocumentsEveryKey() {
    GoldenFile.assertEquals(YAML, ConfigDocuments.yaml());
  }

  @Test
  void theJsonSchemaHasEveryKey() throws IOException {
    GoldenFile.assertEquals(SCHEMA, ConfigDocuments.jsonSchema());
  }

  @Test
  void theDeployedConfigurationIsAllDefaults() {
    Issues issues = new Issues();

    Optional<Config> deployed = Config.read(YAML, Map.of(), Optional.empty(), issues);

    assertThat(issues.sorted()).isEmpty();
    assertThat(deployed).contains(Config.defaults(Path.of("deploy"), Optional.empty()));
  }
}
