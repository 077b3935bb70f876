package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.Recording;
import io.petrel.replay.History;
import io.petrel.replay.PipelineRun;
import io.petrel.replay.Span;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.wire.ObservationCsv;
import io.petrel.wire.RejectedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the production pipeline makes of history.
 *
 * @param matches of the rule asked for, by time
 * @param alerts of that rule and of those that can silence it, by time
 */
record Facts(List<Match> matches, List<Alert> alerts) {
  private static final String STATION = "station_id";

  /** Runs the rule with those that can silence it. */
  static Facts of(
      LocalCluster cluster,
      PipelineSettings settings,
      Question question,
      StationHistory history,
      List<Rule> rules,
      List<RuleFile> files)
      throws IOException, InterruptedException {
    Set<String> ids = new TreeSet<>(Fate.silencing(question.rule().id(), rules));
    ids.add(question.rule().id());
    boolean alone =
        rules.stream()
            .filter(rule -> ids.contains(rule.id()))
            .allMatch(rule -> staysAtItsStation(rule, settings));
    Received received = new Received(question.rule().id());
    PipelineRun run =
        new PipelineRun(
            "why " + question.rule().id(),
            files.stream().filter(file -> ids.contains(id(file))).toList(),
            settings);
    if (alone) {
      run.run(cluster, Recording.of(history.reports()).until(history.lastMillis()), received);
    } else {
      try (History all = History.read(List.of(history.file()), Span.ALL, new Told())) {
        run.run(cluster, all.recording(), received);
      }
    }
    return new Facts(
        received.matches.stream().sorted(Comparator.comparingLong(Match::timeMillis)).toList(),
        received.alerts.stream()
            .sorted(Comparator.comparingLong(Alert::sentMillis).thenComparingInt(Alert::sequence))
            .toList());
  }

  /** The other stations matter where an incident spans several, or a whole feed may be silent. */
  private static boolean staysAtItsStation(Rule rule, PipelineSettings settings) {
    String label = rule.text().labels().get(settings.feedSilence().label());
    return rule.incident().by().contains(STATION) && !settings.feedSilence().value().equals(label);
  }

  private static String id(RuleFile file) {
    return file.name().replaceFirst("\\.yaml$", "");
  }

  /** Bad rows were told when the station's history was read. */
  private static final class Told implements History.Listener {
    @Override
    public void badRow(Path file, ObservationCsv.Bad row) {}

    @Override
    public void read() {}
  }

  private static final class Received implements PipelineRun.Receiver {
    private final String rule;
    private final ConcurrentLinkedQueue<Match> matches = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();

    private Received(String rule) {
      this.rule = rule;
    }

    @Override
    public void detection(Detection detection) {
      if (detection instanceof Match match && match.rule().equals(rule)) {
        matches.add(match);
      }
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void late(Observation observation) {
      // A recording makes nothing late.
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      // Told when the file was read.
    }
  }
}
