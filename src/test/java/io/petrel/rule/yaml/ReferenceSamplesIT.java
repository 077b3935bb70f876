package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.PipelineSettings;
import io.petrel.replay.MatchLine;
import io.petrel.rule.RuleFile;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that {@code rules/README.md} shows, all together in the pipeline over a storm. */
class ReferenceSamplesIT {
  private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TITLE = Pattern.compile("^title: (.*)$", Pattern.MULTILINE);
  private static final Pattern STEP = Pattern.compile("- step: (\\w+)");

  /** Of other weather than a winter storm of a day: heat, drought, lasting fog, two storms. */
  private static final Set<String> SILENT =
      Set.of(
          "before, jump, cooler",
          "gusts, calm",
          "rain, mixed, frozen",
          "dry, rain, wind",
          "lull, surge, calm",
          "warm, front",
          "Freezing after rain",
          "Dense fog for two hours",
          "Dry lightning",
          "Fog does not clear",
          "Two surges");

  private static final Pattern ID = Pattern.compile("^rule: .*$", Pattern.MULTILINE);

  @Test
  void everySampleRunsAndAllFireInAStormButTheseFew(@TempDir Path folder) throws Exception {
    Path storm = folder.resolve("storm.avro");
    try (OutputStream out = Files.newOutputStream(storm);
        ObservationFileWriter writer = ObservationFileWriter.to(out, storm.toString())) {
      SimulationSettings settings = SimulationSettings.DEFAULT.withDuration(Duration.ofHours(24));
      for (Observation observation : StormSimulator.observations(settings).toList()) {
        writer.write(observation);
      }
    }
    List<RuleFile> samples = samples();

    WholeBacktest outcome = WholeBacktest.of(storm, samples, PipelineSettings.defaults());

    Set<String> fired = outcome.matches().stream().map(MatchLine::rule).collect(Collectors.toSet());
    assertThat(samples).hasSizeGreaterThan(25);
    assertThat(
            samples.stream().filter(sample -> !fired.contains(sample.name().replace(".yaml", ""))))
        .as("samples that stay silent")
        .extracting(ReferenceSamplesIT::label)
        .containsExactlyInAnyOrderElementsOf(SILENT);
  }

  /** The title or, where the page shows a pattern only, its steps. */
  private static String label(RuleFile sample) {
    Matcher title = TITLE.matcher(sample.text());
    return title.find() && !title.group(1).equals("Sample")
        ? title.group(1)
        : STEP.matcher(sample.text())
            .results()
            .map(step -> step.group(1))
            .collect(Collectors.joining(", "));
  }

  private static List<RuleFile> samples() throws Exception {
    List<RuleFile> samples = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("rules/README.md")));
    while (block.find()) {
      String id = "sample-" + samples.size();
      String body = ID.matcher(block.group(1)).replaceFirst("");
      String head = "rule: " + id + "\n";
      if (!body.contains("title:")) {
        head += "title: Sample\nseverity: minor\n";
      }
      if (!body.contains("headline:")) {
        head += "headline: Sample\n";
      }
      samples.add(new RuleFile(id + ".yaml", head + body));
    }
    return samples;
  }
}
