package io.petrel.feed;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.MappingReader;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an import gave: its observations, the faults with their lines, and the report. */
record Imported(List<Observation> observations, List<String> faults, ImportReport report) {
  /** Imports a text that stands in a file of that name. */
  static Imported of(Path folder, String mapping, String fileName, String text) throws IOException {
    return of(folder, mapping, Files.writeString(folder.resolve(fileName), text));
  }

  static Imported of(Path folder, String mapping, Path file) throws IOException {
    return of(mapping(Files.writeString(folder.resolve("mapping.yaml"), mapping)), file);
  }

  static Imported of(FeedMapping mapping, Path file) throws IOException {
    List<Observation> observations = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    FeedImport feed = new FeedImport(mapping);
    feed.read(
        file,
        new FeedImport.Listener() {
          @Override
          public void observation(Observation observation) {
            observations.add(observation);
          }

          @Override
          public void fault(long line, String text) {
            faults.add(line + ": " + text);
          }
        });
    return new Imported(observations, faults, feed.report());
  }

  static FeedMapping mapping(Path file) {
    Issues issues = new Issues();
    return MappingReader.read(file, null, issues)
        .orElseThrow(() -> new AssertionError(IssuePrinter.print(issues.sorted())));
  }

  ImportReport.Field field(String name) {
    return report.fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }
}
