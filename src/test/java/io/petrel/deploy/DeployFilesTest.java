package io.petrel.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.ClusterMain;
import io.petrel.config.Config;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.subscription.SubscriptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What deploy/ gives to copy agrees with the code, with its own promises, and with schemas. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Map<String, String> SECRETS =
      Map.of("SMTP_PASSWORD", "s3cret", "KAFKA_JAAS_CONFIG", "s3cret");

  @TempDir Path temporary;

  @Test
  void everyContainerIsPinnedBoundedWatchedAndFenced() throws IOException {
    Map<?, ?> services = (Map<?, ?>) read("compose.yaml").get("services");

    assertThat(services).hasSize(8);
    services.forEach(
        (name, value) -> {
          Map<?, ?> service = (Map<?, ?>) value;
          assertThat(service.keySet().stream().map(String::valueOf))
              .as("%s", name)
              .contains("image", "mem_limit", "healthcheck", "restart");
          assertThat(String.valueOf(service.get("image")))
              .as("%s: an exact version", name)
              .matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+");
          assertThat(service.get("cap_drop")).as("%s", name).isEqualTo(List.of("ALL"));
          assertThat(service.get("security_opt"))
              .as("%s", name)
              .isEqualTo(List.of("no-new-privileges:true"));
          assertThat(service.get("ports") instanceof List<?> ports ? ports : List.of())
              .as("%s", name)
              .allMatch(port -> String.valueOf(port).startsWith("127.0.0.1:"));
          if (!name.equals("kafka")) { // Its image has a user of its own that is not root.
            assertThat(String.valueOf(service.get("user"))).as("%s", name).matches("[1-9].*");
          }
        });
  }

  @Test
  void whatComposeMountsIsThere() throws IOException {
    Map<?, ?> services = (Map<?, ?>) read("compose.yaml").get("services");

    for (Object service : services.values()) {
      if (((Map<?, ?>) service).get("volumes") instanceof List<?> volumes) {
        for (Object volume : volumes) {
          String from = String.valueOf(volume).split(":")[0];
          if (from.startsWith(".")) {
            assertThat(DEPLOY.resolve(from)).exists();
          }
        }
      }
    }
  }

  @Test
  void flinksOwnOptionsEndBeforeTheJobs() throws IOException {
    Map<?, ?> services = (Map<?, ?>) read("compose.yaml").get("services");

    for (String job : List.of("detection", "notification")) {
      Map<?, ?> manager = (Map<?, ?>) services.get("jobmanager-" + job);
      List<String> command =
          ((List<?>) manager.get("command")).stream().map(String::valueOf).toList();
      assertThat(command)
          .as("Flink refuses --job as ambiguous without --")
          .containsSubsequence(
              "standalone-job", "--job-classname", ClusterMain.class.getName(), "--", "--job", job);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"detection", "notification"})
  void theOperatorKnowsEveryKey(String job) throws IOException {
    Map<?, ?> deployment = read("kubernetes/" + job + ".yaml");
    Map<?, ?> program = (Map<?, ?>) ((Map<?, ?>) deployment.get("spec")).get("job");
    CustomResourceSchema schema =
        CustomResourceSchema.ofResource(
            "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");

    assertThat(schema.faults(deployment))
        .as("the schema is older than Flink 2.3, and has only its name to say against it")
        .singleElement()
        .asString()
        .startsWith("spec.flinkVersion is v2_3");
    assertThat(program.get("entryClass")).isEqualTo(ClusterMain.class.getName());
    assertThat(program.get("args"))
        .isEqualTo(List.of("--job", job, "--config", "/etc/petrel/config/petrel.yaml"));
  }

  @Test
  void theConfigurationsAreGood() throws IOException {
    Map<?, ?> data = (Map<?, ?>) read("kubernetes/config.yaml").get("data");
    Path kubernetes =
        Files.writeString(
            temporary.resolve("petrel.yaml"), String.valueOf(data.get("petrel.yaml")));

    for (Path file : List.of(DEPLOY.resolve("compose/petrel.yaml"), kubernetes)) {
      Issues issues = new Issues();
      Optional<Config> config = Config.read(file, SECRETS, Optional.empty(), issues);
      assertThat(issues.sorted()).as("%s", file).isEmpty();
      assertThat(config.orElseThrow().mail()).isPresent();
    }
    Issues issues = new Issues();
    var unused =
        SubscriptionReader.read(
            new SourceText("subscriptions.yaml", String.valueOf(data.get("subscriptions.yaml"))),
            issues);
    assertThat(issues.sorted()).isEmpty();
  }

  @Test
  void theImageHasTheFlinkOfTheBuild() throws IOException {
    String version =
        Files.readString(Path.of("pom.xml"))
            .replaceAll("(?s).*<flink.version>(.*?)</flink.version>.*", "$1");

    assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
        .contains("FROM flink:" + version + "-java17", "flink-s3-fs-presto-" + version + ".jar");
  }

  private static Map<?, ?> read(String file) throws IOException {
    return new Yaml().load(Files.readString(DEPLOY.resolve(file)));
  }
}
