package io.petrel.detect.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ObservationTableTest {
  @Test
  void givesBackWhatItWasGivenBitForBit() throws Exception {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Observation> observations = new ArrayList<>();
      for (int i = 0; i < random.nextInt(1, 20); i++) {
        observations.add(observation(random));
      }
      assertThat(roundTrip(observations)).as("seed %d", seed).isEqualTo(observations);
    }
  }

  @Test
  void takesFewBytesForTenMinuteReports() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      observations.add(
          Observation.at("sim:S07", 1_700_000_000_000L + i * 600_000L)
              .region("coast")
              .stationName("Seven")
              .set(Variables.LATITUDE, 40.639751)
              .set(Variables.LONGITUDE, -73.778925)
              .set(Variables.PRESSURE_HPA, (10_000 + random.nextInt(30)) / 10.0)
              .set(Variables.TEMPERATURE_C, random.nextInt(30) / 10.0)
              .set(Variables.HUMIDITY_PCT, random.nextInt(100))
              .set(Variables.WIND_SPEED_MS, random.nextInt(200) / 10.0)
              .build());
    }
    assertThat(bytes(observations).length).isLessThan(60 * 20);
  }

  private static Observation observation(SplittableRandom random) {
    Observation.Builder builder =
        Observation.at(
            "a", random.nextInt(3) == 0 ? random.nextLong(1L << 45) : random.nextInt(9) * 1000L);
    for (ObservationField field : ObservationField.all(ObservationField.Kind.TEXT)) {
      if (!field.isRequired() && random.nextBoolean()) {
        builder.text(field.index(), "text " + random.nextInt(3));
      }
    }
    for (Variable variable : Variables.all()) {
      switch (random.nextInt(6)) {
        case 0 -> builder.set(variable, random.nextInt(-2000, 2000) / 10.0);
        case 1 -> builder.set(variable, random.nextDouble() * 1e6);
        case 2 -> builder.set(variable, random.nextBoolean() ? -0.0 : 1e300);
        case 3 -> builder.set(variable, 7);
        default -> {}
      }
    }
    if (random.nextInt(4) == 0) {
      builder.revision(random.nextInt(-2, 5)).quality(Quality.SUSPECT).region("r");
      builder.extra("lightning_count", random.nextDouble()).receivedAtMillis(random.nextLong(99));
    }
    return builder.build();
  }

  private static byte[] bytes(List<Observation> observations) throws Exception {
    ObservationTable.Writer writer = new ObservationTable.Writer(observations.size());
    DataOutputSerializer references = new DataOutputSerializer(64);
    for (Observation observation : observations) {
      writer.reference(observation, references);
    }
    DataOutputSerializer out = new DataOutputSerializer(64);
    ObservationTable.write(writer.table(), out);
    out.write(references.getCopyOfBuffer());
    return out.getCopyOfBuffer();
  }

  private static List<Observation> roundTrip(List<Observation> observations) throws Exception {
    DataInputDeserializer in = new DataInputDeserializer(bytes(observations));
    ObservationTable.Reader reader = new ObservationTable.Reader("a", in);
    List<Observation> read = new ArrayList<>();
    for (int i = 0; i < observations.size(); i++) {
      Observation observation = reader.reference(in);
      assertThat(observation.receivedAtMillis()).isEqualTo(observations.get(i).receivedAtMillis());
      read.add(observation);
    }
    return read;
  }
}
