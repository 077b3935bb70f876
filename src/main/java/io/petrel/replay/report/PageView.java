package io.petrel.replay.report;

import io.petrel.replay.History;
import io.petrel.replay.compare.Incident;
import io.petrel.text.Sentences;
import io.petrel.text.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the template of the page shows. Plain text, not escaped: the template's engine escapes. */
record PageView(
    String files,
    String span,
    String rules,
    String version,
    List<Fact> facts,
    List<String> arrivals,
    @Nullable ChangesView changes,
    TimelineView timeline,
    RulesView voices,
    MatrixView matrix,
    @Nullable MailsView mails,
    QualityView quality,
    List<EpisodeView> episodes,
    String episodesNote,
    List<String> filterRules,
    List<String> filterStations) {

  static PageView of(
      ReportInput input,
      List<Incident> incidents,
      List<IncidentTimeline> episodes,
      HistoryScan survey) {
    History.Contents contents = input.history().contents();
    ReportInput.Old old = input.old();
    List<RuleSummary> rules =
        RuleSummary.of(input.rules(), input.outcome().matchCounts(), incidents);
    List<EpisodeView> views = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    TreeSet<String> stations = new TreeSet<>();
    TreeSet<String> ruleIds = new TreeSet<>();
    for (IncidentTimeline episode : episodes) {
      views.add(EpisodeView.of(episode, views.size() + 1));
      numbers.put(episode.incident().id() + episode.old(), views.size());
      stations.addAll(episode.incident().stations());
      ruleIds.add(episode.incident().rule());
    }
    return new PageView(
        String.join(", ", input.files()),
        "%s to %s UTC"
            .formatted(Times.minute(contents.firstMillis()), Times.minute(contents.lastMillis())),
        input.rulesName(),
        input.version(),
        facts(contents, input, incidents),
        input.arrivals() == null
            ? List.of()
            : input.arrivals().words().stream().map(Sentences::capital).toList(),
        old == null ? null : ChangesView.of(old, numbers),
        TimelineView.of(rules, old, new Timeline(contents.firstMillis(), contents.lastMillis())),
        RulesView.of(rules, survey),
        MatrixView.of(rules, survey.quality()),
        input.mails() == null
            ? null
            : MailsView.of(input.mails(), old == null ? null : old.mails()),
        QualityView.of(contents, input.history().order().isByArrival(), survey.quality()),
        views,
        views.size() < incidents.size()
            ? String.format(
                Locale.ROOT,
                "Shown are %,d of %,d: differences first, then the most severe and those with most"
                    + " matches. Run a shorter time (--from, --to) or fewer rules to see the others.",
                views.size(),
                incidents.size())
            : "",
        List.copyOf(ruleIds),
        List.copyOf(stations));
  }

  private static List<Fact> facts(
      History.Contents contents, ReportInput input, List<Incident> incidents) {
    long open = incidents.stream().filter(incident -> !incident.ended()).count();
    return List.of(
        new Fact("observations", Words.count(contents.observations())),
        new Fact("stations", Words.count(contents.stations())),
        new Fact("rules", Words.count(input.rules().size())),
        new Fact("matches", Words.count(input.outcome().matches().size())),
        new Fact("incidents", Words.count(incidents.size())),
        new Fact("alert records", Words.count(input.outcome().alerts().size())),
        new Fact("open at the end", Words.count(open)));
  }

  /** A number and what it counts. Plain text, not escaped. */
  record Fact(String label, String value) {}
}
