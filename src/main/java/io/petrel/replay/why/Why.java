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
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.file.ObservationCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers why a rule fired, or did not. Matches and alerts come from the production pipeline; why
 * something did not fire comes from the production matcher.
 */
public final class Why {
  private static final String STATION = "station_id";

  private final LocalCluster cluster;
  private final PipelineSettings settings;
  private final List<Rule> rules;
  private final List<RuleFile> files;

  /**
   * Answers questions about a set of rules.
   *
   * @param cluster runs the pipeline; not closed here
   * @param rules all good rules
   * @param files their files
   */
  public Why(
      LocalCluster cluster, PipelineSettings settings, List<Rule> rules, List<RuleFile> files) {
    this.cluster = cluster;
    this.settings = settings;
    this.rules = List.copyOf(rules);
    this.files = List.copyOf(files);
  }

  /**
   * Answers.
   *
   * @param history of the station; has a report of it, in time or late
   * @throws IOException if the file can no longer be read
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public Answer answer(Answer.Question question, StationHistory history)
      throws IOException, InterruptedException {
    Received received =
        history.reports().isEmpty()
            ? new Received(question.rule().id())
            : run(question.rule().id(), history);
    return new WhyAnalysis(
            question,
            history,
            received.matches.stream().sorted(Comparator.comparingLong(Match::timeMillis)).toList(),
            received.alerts.stream()
                .sorted(
                    Comparator.comparingLong(Alert::sentMillis).thenComparingInt(Alert::sequence))
                .toList(),
            rules)
        .answer();
  }

  /** Runs the rule with those that can silence it. */
  private Received run(String rule, StationHistory history)
      throws IOException, InterruptedException {
    Set<String> ids = new TreeSet<>(AlertOutcome.silencing(rule, rules));
    ids.add(rule);
    Received received = new Received(rule);
    PipelineRun run =
        new PipelineRun(
            "why " + rule,
            files.stream()
                .filter(file -> ids.contains(file.name().replaceFirst("\\.yaml$", "")))
                .toList(),
            settings);
    if (rules.stream().filter(one -> ids.contains(one.id())).allMatch(this::usesOneStation)) {
      run.run(cluster, Recording.of(history.reports()).until(history.lastMillis()), received);
    } else {
      try (History all = History.read(List.of(history.file()), Span.ALL, new Told())) {
        run.run(cluster, all.recording(), received);
      }
    }
    return received;
  }

  /** Includes other stations where an incident spans several, or a whole feed may be silent. */
  private boolean usesOneStation(Rule rule) {
    String label = rule.text().labels().get(settings.feedSilence().label());
    return rule.incident().by().contains(STATION) && !settings.feedSilence().value().equals(label);
  }

  /** Bad rows were reported when the station's history was read. */
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
      // Reported when the file was read.
    }
  }
}
