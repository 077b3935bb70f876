package io.petrel.wire.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationFileTest {
  private static final Observation FULL =
      Observation.at("icao:EDDF", Instant.parse("2026-01-31T06:00:00Z"))
          .revision(2)
          .region("Hesse, \"south\"")
          .stationName("Frankfurt")
          .quality(Quality.GOOD)
          .receivedAtMillis(Instant.parse("2026-01-31T06:00:30.250Z").toEpochMilli())
          .set(Variables.PRESSURE_HPA, 1013.3)
          .set(Variables.TEMPERATURE_C, -0.1)
          .set(Variables.VISIBILITY_M, 20000)
          .build();
  private static final Observation BARE =
      Observation.at("sim:S01", Instant.parse("2026-01-31T06:10:00Z")).build();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"storm.csv", "storm.csv.gz", "storm.avro"})
  void whatIsWrittenIsReadBack(String name) throws IOException {
    Path file = write(name, FULL, BARE);

    assertThat(read(file)).containsExactly(FULL, BARE);
  }

  @Test
  void aTruncatedContainerSaysHowFarItWasRead() throws IOException {
    Path file = write("storm.avro", FULL, BARE);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            file + ": reading stopped after record 0: the file ends in the middle of a block");
  }

  private Path write(String name, Observation... observations) throws IOException {
    Path file = folder.resolve(name);
    try (ObservationFileWriter writer =
        ObservationFileWriter.to(Files.newOutputStream(file), name)) {
      for (Observation observation : observations) {
        writer.write(observation);
      }
    }
    return file;
  }

  private static List<Observation> read(Path file) throws IOException {
    List<Observation> read = new ArrayList<>();
    try (ObservationFile rows = ObservationFile.open(file)) {
      rows.forEachRemaining(row -> read.add(((ObservationCsv.Good) row).observation()));
    }
    return read;
  }
}
