package io.petrel.replay.report;

import io.petrel.replay.History;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.Difference;
import io.petrel.replay.compare.DifferenceWords;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.Incidents;
import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
    @Nullable Changes changes,
    List<Timeline.Tick> ticks,
    List<Lane> lanes,
    List<RuleRow> ruleRows,
    List<Silent> silent,
    String loudest,
    List<String> matrixStations,
    List<MatrixRow> matrix,
    String matrixNote,
    QualityView quality,
    List<EpisodeView> episodes,
    String episodesNote,
    List<String> filterRules,
    List<String> filterStations) {
  private static final int MATRIX_STATIONS = 50;

  record Fact(String label, String value) {}

  /** Where two sets of rules differ. */
  record Changes(String oldRules, List<Fact> counts, List<Change> list, String note) {}

  /**
   * @param number of the incident on the page; 0 = it is not there
   */
  record Change(
      String kind,
      String time,
      String tone,
      String severity,
      String rule,
      String headline,
      String what,
      int number) {
    boolean linked() {
      return number > 0;
    }
  }

  record Lane(
      String rule, String title, String words, List<Timeline.Bar> bars, List<Timeline.Bar> old) {}

  record RuleRow(
      String id,
      String title,
      String tone,
      String severity,
      String matches,
      String incidents,
      String records,
      String open,
      String share,
      boolean silent) {}

  record Silent(String id, String title, String why) {}

  record MatrixRow(String rule, List<Cell> cells, String total) {}

  record Cell(String count, int level) {}

  static PageView of(
      ReportInput input, List<Incident> incidents, List<Episode> episodes, Survey survey) {
    History.Contents contents = input.history().contents();
    List<RuleSummary> rules =
        RuleSummary.of(input.rules(), input.outcome().matchCounts(), incidents);
    Timeline timeline = new Timeline(contents.firstMillis(), contents.lastMillis());
    List<EpisodeView> views = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Episode episode : episodes) {
      views.add(EpisodeView.of(episode, views.size() + 1));
      numbers.put(episode.incident().id() + episode.old(), views.size());
    }
    List<String> busiest = busiest(survey.quality(), rules);
    TreeSet<String> stations = new TreeSet<>();
    TreeSet<String> ruleIds = new TreeSet<>();
    for (Episode episode : episodes) {
      stations.addAll(episode.incident().stations());
      ruleIds.add(episode.incident().rule());
    }
    return new PageView(
        String.join(", ", input.files()),
        "%s to %s UTC"
            .formatted(Words.time(contents.firstMillis()), Words.time(contents.lastMillis())),
        input.rulesName(),
        input.version(),
        facts(contents, input, incidents),
        changes(input.old(), numbers),
        timeline.ticks(),
        lanes(rules, input.old(), timeline),
        rules.stream().map(rule -> row(rule, rules)).toList(),
        rules.stream().filter(RuleSummary::isSilent).map(rule -> silent(rule, survey)).toList(),
        loudest(rules),
        busiest,
        rules.stream().filter(rule -> !rule.isSilent()).map(r -> matrixRow(r, busiest)).toList(),
        busiest.size() < survey.quality().size()
            ? "The %d busiest of %,d stations.".formatted(busiest.size(), survey.quality().size())
            : "",
        QualityView.of(contents, survey.quality()),
        views,
        views.size() < incidents.size()
            ? ("Shown are %,d of %,d: differences first, then the most severe and those with most"
                    + " matches. Run a shorter time (--from, --to) or fewer rules to see the others.")
                .formatted(views.size(), incidents.size())
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

  private static @Nullable Changes changes(
      ReportInput.@Nullable Old old, Map<String, Integer> numbers) {
    if (old == null) {
      return null;
    }
    Comparison comparison = old.comparison();
    List<Fact> counts = new ArrayList<>();
    for (Difference.Kind kind : Difference.Kind.values()) {
      counts.add(
          new Fact(kind.name().toLowerCase(Locale.ROOT), Words.count(comparison.count(kind))));
    }
    counts.add(new Fact("the same", Words.count(comparison.same())));
    List<Change> list =
        comparison.differences().stream()
            .limit(Episodes.MOST)
            .map(difference -> change(difference, numbers))
            .toList();
    int left = comparison.differences().size() - list.size();
    return new Changes(
        old.rulesName(),
        counts,
        list,
        left == 0 ? "" : "%,d further differences are not listed; --json has all.".formatted(left));
  }

  private static Change change(Difference difference, Map<String, Integer> numbers) {
    Incident shown = difference.shown();
    boolean removed = difference.kind() == Difference.Kind.REMOVED;
    return new Change(
        difference.kind().name().toLowerCase(Locale.ROOT),
        Words.time(shown.toldMillis()),
        Words.tone(shown.severity()),
        shown.severity().code(),
        shown.rule(),
        shown.headline(),
        String.join("; ", DifferenceWords.changes(difference)),
        numbers.getOrDefault(shown.id() + removed, 0));
  }

  private static List<Lane> lanes(
      List<RuleSummary> rules, ReportInput.@Nullable Old old, Timeline timeline) {
    Map<String, List<Incident>> before = new HashMap<>();
    if (old != null) {
      for (Incident incident : Incidents.of(old.outcome().alerts()::forEach)) {
        before.computeIfAbsent(incident.rule(), id -> new ArrayList<>()).add(incident);
      }
    }
    List<Lane> lanes = new ArrayList<>();
    for (RuleSummary rule : rules) {
      List<Incident> was = before.getOrDefault(rule.id(), List.of());
      if (!rule.isSilent() || !was.isEmpty()) {
        String words = Words.count(rule.incidents().size(), "incident");
        lanes.add(
            new Lane(
                rule.id(),
                rule.title(),
                old == null ? words : words + ", were %,d".formatted(was.size()),
                timeline.bars(rule.incidents()),
                timeline.bars(was)));
      }
    }
    return lanes;
  }

  private static RuleRow row(RuleSummary rule, List<RuleSummary> all) {
    long most = Math.max(1, all.get(0).records());
    return new RuleRow(
        rule.id(),
        rule.title(),
        Words.tone(rule.severity()),
        rule.severity().code(),
        Words.count(rule.matches()),
        Words.count(rule.incidents().size()),
        Words.count(rule.records()),
        Words.count(rule.open()),
        "%.1f".formatted(100.0 * rule.records() / most),
        rule.isSilent());
  }

  /** Why nothing came: what is missing where the rule looks. */
  private static Silent silent(RuleSummary rule, Survey survey) {
    long reports = survey.quality().stream().mapToLong(StationQuality::reports).sum();
    List<String> scarce = new ArrayList<>();
    for (Variable variable : rule.reads()) {
      long missing = survey.quality().stream().mapToLong(s -> s.missing(variable)).sum();
      if (2 * missing > reports) {
        scarce.add(
            "%s is missing in %s %% of the reports"
                .formatted(variable.name(), Words.percent(missing, reports)));
      }
    }
    String why =
        rule.matches() > 0
            ? "matched %,d times, always while another incident silenced it"
                .formatted(rule.matches())
            : "never matched";
    return new Silent(
        rule.id(), rule.title(), scarce.isEmpty() ? why : why + "; " + String.join(", ", scarce));
  }

  /** The fewest rules that make at least half of all records. */
  private static String loudest(List<RuleSummary> rules) {
    long all = rules.stream().mapToLong(RuleSummary::records).sum();
    if (all == 0) {
      return "No rule had anything to tell.";
    }
    long told = 0;
    List<String> loudest = new ArrayList<>();
    for (RuleSummary rule : rules) {
      if (2 * told >= all) {
        break;
      }
      told += rule.records();
      loudest.add("%s (%,d)".formatted(rule.id(), rule.records()));
    }
    return "%s %s %s %% of the %,d alert records: %s."
        .formatted(
            Words.count(loudest.size(), "rule"),
            loudest.size() == 1 ? "makes" : "make",
            Words.percent(told, all),
            all,
            String.join(", ", loudest));
  }

  private static List<String> busiest(
      Collection<StationQuality> stations, List<RuleSummary> rules) {
    Map<String, Long> incidents = new HashMap<>();
    for (RuleSummary rule : rules) {
      for (Incident incident : rule.incidents()) {
        incident.stations().forEach(station -> incidents.merge(station, 1L, Long::sum));
      }
    }
    return stations.stream()
        .map(StationQuality::id)
        .sorted(
            Comparator.comparingLong((String id) -> -incidents.getOrDefault(id, 0L))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MATRIX_STATIONS)
        .toList();
  }

  private static MatrixRow matrixRow(RuleSummary rule, List<String> stations) {
    List<Cell> cells = new ArrayList<>();
    for (String station : stations) {
      long count = rule.incidentsAt(station);
      int level = count == 0 ? 0 : 1 + (int) Math.min(3, Math.log10((double) count) * 1.5);
      cells.add(new Cell(count == 0 ? "" : Words.count(count), level));
    }
    return new MatrixRow(rule.id(), cells, Words.count(rule.incidents().size()));
  }
}
