package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every library in the jars may be given on under one of the licences listed here. */
class LicencesIT {
  private static final Path BOM = Path.of("target", "bom.json");
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          // The name that RE2/J gives Go's BSD-3-Clause.
          "Go License",
          "MIT",
          // The name that ANTLR and others give BSD-3-Clause.
          "The (New) BSD License");

  @Test
  void everyLibraryHasALicenceThatIsAllowed() throws IOException {
    assumeThat(BOM).as("made by mvn verify, not by mvn -o -P '!sbom'").exists();
    JsonNode bom = new ObjectMapper().readTree(BOM.toFile());
    List<String> refused = new ArrayList<>();
    for (JsonNode component : bom.get("components")) {
      List<String> licences = new ArrayList<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        licences.add(licence.path("id").asText(licence.path("name").asText("")));
      }
      if (licences.stream().noneMatch(ALLOWED::contains)) {
        refused.add(component.get("purl").asText() + " " + licences);
      }
    }
    assertThat(bom.get("components").size()).isGreaterThan(80);
    assertThat(refused).isEmpty();
  }
}
