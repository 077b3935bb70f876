package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers why a rule fired, or did not. Matches and alerts come from the production pipeline, run
 * as the reports arrived if that is known, else in the order of event time; why something did not
 * fire comes from the production matcher.
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
    WhyAnalysis analysis =
        new WhyAnalysis(
            question,
            history.without(
                received.late.stream()
                    .filter(report -> report.stationId().equals(question.station()))
                    .toList()),
            received.found.stream()
                .filter(found -> found.withdrawn == null)
                .map(Found::match)
                .sorted(Comparator.comparingLong(Match::timeMillis))
                .toList(),
            received.alerts.stream()
                .sorted(
                    Comparator.comparingLong(Alert::sentMillis).thenComparingInt(Alert::sequence))
                .toList(),
            rules,
            settings.reviseFor());
    Answer answer = analysis.answer();
    return history.order().isByArrival() && answer.cause().kind() != Cause.Kind.LATE
        ? answer.withArrivals(received.arrivals(analysis::isAsked))
        : answer;
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
      run(run, history, Recording.of(history.reports()).until(history.lastMillis()), received);
    } else {
      try (History all =
          History.read(List.of(history.file()), Span.ALL, history.order(), new Told())) {
        run(run, history, all.recording(), received);
      }
    }
    return received;
  }

  private void run(PipelineRun run, StationHistory history, Recording recording, Received received)
      throws InterruptedException {
    if (history.order().isByArrival()) {
      run.runAsTheyArrived(cluster, recording, settings.detect().emit(), received);
    } else {
      run.run(cluster, recording, received);
    }
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

  /**
   * A match.
   *
   * @param atMillis when it came out
   * @param withdrawn null = it stands
   */
  private record Found(Match match, long atMillis, Answer.@Nullable Withdrawn withdrawn) {}

  /** Each list is of one thread until the run has ended. */
  private static final class Received implements PipelineRun.Receiver {
    private final String rule;
    private final List<Found> found = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Observation> late = new ArrayList<>();

    /** When a record of an incident came out that is not its end, by place. */
    private final Map<Map<String, String>, Set<Long>> sent = new HashMap<>();

    private Received(String rule) {
      this.rule = rule;
    }

    /** What became of some matches, in the order in which they came out. */
    List<Answer.Arrived> arrivals(Predicate<Match> of) {
      return found.stream()
          .filter(one -> of.test(one.match))
          .map(
              one ->
                  new Answer.Arrived(
                      sent.getOrDefault(one.match.by(), Set.of()).contains(one.atMillis),
                      one.atMillis,
                      one.withdrawn))
          .toList();
    }

    @Override
    public void detection(Detection detection) {
      detection(detection, detection.timeMillis());
    }

    @Override
    public void detection(Detection detection, long atMillis) {
      if (!detection.rule().equals(rule)) {
        return;
      }
      if (detection instanceof Match match) {
        found.add(new Found(match, atMillis, null));
      } else if (detection instanceof Revision revision) {
        Set<Long> gone =
            revision.withdrawn().stream().map(Revision.Withdrawn::id).collect(Collectors.toSet());
        found.replaceAll(
            one ->
                one.withdrawn == null && gone.contains(one.match.id())
                    ? new Found(
                        one.match, one.atMillis, new Answer.Withdrawn(atMillis, revision.cause()))
                    : one);
        revision.added().forEach(added -> detection(added, atMillis));
      }
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }

    @Override
    public void alert(Alert alert, long atMillis) {
      alerts.add(alert);
      if (alert.rule().equals(rule) && !alert.isEnd()) {
        sent.computeIfAbsent(alert.incidentBy(), by -> new HashSet<>()).add(atMillis);
      }
    }

    @Override
    public void late(Observation observation) {
      late.add(observation);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      // Reported when the file was read.
    }
  }
}
