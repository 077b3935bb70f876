package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A year of real hours, against the same year converted by an independent program. */
class NycImportTest {
  private static final Path DATA = Path.of("../shared/data");

  @Test
  void theRawYearGivesTheTidyOne() throws IOException {
    Path raw = DATA.resolve("nyc-2013-hourly.csv.gz");
    assumeTrue(Files.exists(raw), "the New York data is not there: " + raw);

    Imported run = Imported.of(Imported.mapping(Path.of("deploy/import/nyc-2013.yaml")), raw);

    List<Observation> expected = new ArrayList<>();
    try (ObservationFile file =
        ObservationFile.open(DATA.resolve("nyc-2013-observations.csv.gz"))) {
      file.forEachRemaining(row -> expected.add(((ObservationCsv.Good) row).observation()));
    }
    Comparator<Observation> order =
        Comparator.comparing(Observation::time).thenComparing(Observation::stationId);
    List<Observation> imported =
        run.observations().stream().map(NycImportTest::unnamed).sorted(order).toList();
    assertThat(imported).isEqualTo(expected.stream().sorted(order).toList());
    assertThat(run.faults()).isEmpty();
    assertThat(run.report().rows()).isEqualTo(26115);
    assertThat(run.report().stations()).isEqualTo(3);
    assertThat(run.field("wind_speed_ms").implausible()).isEqualTo(1);
    assertThat(run.field("wind_direction_deg").calm()).isEqualTo(1256);
    assertThat(run.report().unusedColumns())
        .containsExactly("year", "month", "day", "hour", "dewp");
  }

  private static Observation unnamed(Observation observation) {
    return observation.toBuilder().stationName(null).feed(null).build();
  }
}
