package io.petrel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.testing.PromTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Prometheus' tool on what it is given. The names of metrics are MonitorIT's. */
@Timeout(60)
class PrometheusAlertsTest {
  private static final Path FOLDER = Path.of("deploy/prometheus");
  private static final String RULES = "petrel-alerts.yaml";
  private static final Path DASHBOARD = Path.of("deploy/grafana/petrel.json");

  @TempDir Path temporary;

  @Test
  void theRulesAreGoodAndAlertWhenTheyShould() throws Exception {
    requirePromTool();

    PromTool.Answer check = PromTool.run(FOLDER, "check", "rules", RULES);
    assertThat(check.exitCode()).as(check.text()).isZero();
    PromTool.Answer test = PromTool.run(FOLDER, "test", "rules", "petrel-alerts.test.yaml");
    assertThat(test.exitCode()).as(test.text()).isZero();
  }

  @Test
  void everyQueryOfTheDashboardIsOne() throws Exception {
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThan(40);
    requirePromTool();

    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    for (int i = 0; i < queries.size(); i++) {
      String query = queries.get(i).replace("$__rate_interval", "1m").replace("$instance", ".*");
      rules.append("      - {record: 'query_%d', expr: '%s'}\n".formatted(i, query));
    }
    Files.writeString(temporary.resolve("dashboard.yaml"), rules);
    PromTool.Answer check = PromTool.run(temporary, "check", "rules", "dashboard.yaml");
    assertThat(check.exitCode()).as(check.text()).isZero();
  }

  @Test
  void everyAlertSaysWhatToDoAndIsTested() throws IOException {
    Set<String> alerts = new TreeSet<>();
    for (Map<?, ?> rule : alertRules()) {
      Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
      assertThat(annotations.keySet().stream().map(String::valueOf))
          .as("%s", rule.get("alert"))
          .contains("summary", "action");
      alerts.add(String.valueOf(rule.get("alert")));
    }
    String tests = Files.readString(FOLDER.resolve("petrel-alerts.test.yaml"));

    assertThat(alerts).hasSize(17).allMatch(alert -> tests.contains("\"" + alert + "\""));
  }

  @Test
  void panelsDoNotOverlapAndSayWhatTheyShow() throws IOException {
    boolean[][] taken = new boolean[200][24];
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      JsonNode place = panel.path("gridPos");
      for (int y = place.path("y").asInt();
          y < place.path("y").asInt() + place.path("h").asInt();
          y++) {
        for (int x = place.path("x").asInt();
            x < place.path("x").asInt() + place.path("w").asInt();
            x++) {
          assertThat(taken[y][x]).as("%s at %d, %d", panel.path("title"), x, y).isFalse();
          taken[y][x] = true;
        }
      }
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as("%s", panel.path("title")).isNotEmpty();
      }
    }
  }

  private static void requirePromTool() {
    assumeTrue(
        PromTool.isThere(),
        "promtool is not on the PATH; on Debian and Ubuntu it is in the package prometheus");
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    return queries;
  }

  private static List<Map<?, ?>> alertRules() throws IOException {
    Map<?, ?> file =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(FOLDER.resolve(RULES)));
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Object group : (List<?>) file.get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }
}
