package io.petrel.faults;

import io.petrel.alert.Alert;
import io.petrel.engine.PipelineSettings;
import io.petrel.rule.RuleFile;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same observations through a bounded run of the same pipeline, in one task, undisturbed. */
final class Oracle {
  private Oracle() {}

  static List<Alert> alerts(
      List<Observation> observations, Path file, List<RuleFile> rules, PipelineSettings settings)
      throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        ObservationFileWriter writer = ObservationFileWriter.to(out, file.toString())) {
      for (Observation observation : observations) {
        writer.write(observation);
      }
    }
    return WholeBacktest.of(file, rules, settings).alerts();
  }
}
