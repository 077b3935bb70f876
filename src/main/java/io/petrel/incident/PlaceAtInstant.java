package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Clear;
import io.petrel.alert.Match;
import io.petrel.alert.Reason;
import io.petrel.alert.Resumption;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.incident.Verdict.Silence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that happens at one place at one event time, taken together: ten stations that join at the
 * same time make one record, and a hurricane mutes the gale that began with it. Where a danger ends
 * and begins at the same time and station, it goes on. Used once, by one thread.
 */
final class PlaceAtInstant {
  private final long timeMillis;
  private final IncidentSettings settings;
  private final AlertFactory writer;
  private final Map<String, IncidentState> open;
  private final Map<String, UnconfirmedEnd> ended;
  private final Map<String, List<Match>> matched = new TreeMap<>();
  private final Map<String, Set<String>> newStations = new TreeMap<>();
  private final Map<String, Reason> ends = new TreeMap<>();
  private final List<Alert> records = new ArrayList<>();
  private final Map<Silence, Long> kept = new EnumMap<>(Silence.class);

  /**
   * @param incidents those of the place; not changed
   * @param timeMillis the event time; set forward if an incident has already seen a later one
   */
  PlaceAtInstant(PlaceIncidents incidents, long timeMillis, IncidentSettings settings) {
    this.open = new TreeMap<>(incidents.open());
    this.ended = new TreeMap<>(incidents.ended());
    this.timeMillis =
        open.values().stream()
            .mapToLong(IncidentState::touchedMillis)
            .reduce(timeMillis, Math::max);
    this.settings = settings;
    this.writer = new AlertFactory(settings);
  }

  /**
   * Takes up an incident whose state is lost. Of two of one rule the newer one goes on.
   *
   * @param nowMillis event time up to which the engine has got
   */
  void resume(Resumption resumption, long nowMillis) {
    String rule = resumption.rule();
    IncidentState other = open.get(rule);
    if (other != null && other.openedMillis() == resumption.openedMillis()) {
      return;
    }
    IncidentState resumed = Resumed.state(resumption, nowMillis, settings);
    if (other != null && other.openedMillis() > resumption.openedMillis()) {
      records.add(writer.end(resumed, timeMillis, Reason.STATE_LOST));
      return;
    }
    end(rule, Reason.STATE_LOST);
    open.put(rule, resumed);
  }

  void clear(Clear clear) {
    IncidentState incident = open.get(clear.rule());
    if (incident == null || !incident.extent().contains(clear.stationId())) {
      keep(Silence.NO_INCIDENT, 1);
      return;
    }
    AffectedArea extent = incident.extent().cleared(clear.stationId(), timeMillis);
    open.put(clear.rule(), incident.withExtent(extent, timeMillis));
  }

  /** Takes all matches of one rule, by station. */
  void match(List<Match> matches) {
    String rule = matches.get(0).rule();
    IncidentState before = open.get(rule);
    AffectedArea extent = before == null ? AffectedArea.EMPTY : before.extent();
    SeverityMemory severities = before == null ? SeverityMemory.EMPTY : before.severities();
    double peak = before == null ? Double.NaN : before.peak();
    long onset = before == null ? Long.MAX_VALUE : before.onsetMillis();
    Set<String> joining = new HashSet<>();
    for (Match match : matches) {
      if (!extent.contains(match.stationId())) {
        joining.add(match.stationId());
      }
      extent = extent.joined(match, timeMillis, settings.places());
      severities = severities.matched(match.message().severity(), timeMillis);
      peak = higher(peak, match.peak());
      onset = before == null ? Math.min(onset, match.firstMillis()) : onset;
    }
    Match lead = lead(matches, joining);
    PublishedHistory told = before == null ? PublishedHistory.NOTHING : before.told();
    // What is seen again after the state was lost is in the counts already.
    long count = timeMillis < told.lastMillis() ? 0 : matches.size();
    open.put(
        rule,
        new IncidentState(
            rule,
            lead.ruleVersion(),
            before == null ? timeMillis : before.openedMillis(),
            onset,
            extent,
            severities,
            (before == null ? 0 : before.matches()) + count,
            (before == null ? 0 : before.suppressed()) + count,
            peak,
            told,
            before == null ? dampingMillis(rule) : before.dampingMillis(),
            before != null && before.silenced(),
            lead.message(),
            told.isNothing() ? ends(lead.steps()) : List.of(),
            lead.incident(),
            timeMillis));
    matched.put(rule, matches);
    newStations.put(rule, joining);
  }

  private long dampingMillis(String rule) {
    UnconfirmedEnd before = ended.remove(rule);
    return before == null ? 0 : before.dampingMillis(timeMillis);
  }

  void removeRules(Set<String> rules) {
    for (String rule : rules) {
      if (open.containsKey(rule)) {
        ends.put(rule, Reason.RULE_REMOVED);
      }
    }
  }

  void keep(Silence why, long count) {
    kept.merge(why, count, Long::sum);
  }

  /** Ends what is over, then tells what there is to tell. */
  PlaceUpdate settle() {
    for (IncidentState incident : open.values()) {
      if (incident.overMillis() <= timeMillis) {
        ends.putIfAbsent(
            incident.rule(),
            incident.endsByCondition() ? Reason.ENDED_BY_CONDITION : Reason.ENDED_BY_QUIET);
      }
    }
    ends.forEach(this::end);
    Set<String> silenced = Inhibition.silenced(open.values());
    for (String rule : new TreeSet<>(open.keySet())) {
      tell(rule, silenced.contains(rule));
    }
    return new PlaceUpdate(new PlaceIncidents(open, ended), records, kept);
  }

  private void end(String rule, Reason reason) {
    IncidentState incident = open.remove(rule);
    if (incident == null) {
      return;
    }
    if (incident.told().isNothing()) {
      keep(Silence.ENDED_UNTOLD, 1);
    } else {
      records.add(writer.end(incident, timeMillis, reason));
      if (reason == Reason.ENDED_BY_CONDITION) {
        ended.put(rule, UnconfirmedEnd.of(incident));
      }
    }
  }

  private void tell(String rule, boolean silenced) {
    IncidentState before = open.get(rule);
    if (before == null) {
      return;
    }
    boolean freed = before.silenced() && !silenced;
    IncidentState incident = before.withSilenced(silenced);
    List<Match> matches = matched.getOrDefault(rule, List.of());
    if (!matches.isEmpty() || freed) {
      Verdict verdict = verdict(incident, freed);
      if (verdict instanceof Verdict.Tell tell) {
        AlertFactory.Written written =
            writer.open(incident, timeMillis, tell.reason(), leadFor(rule, tell.reason()));
        records.add(written.alert());
        incident = written.state();
        if (matches.size() > 1) {
          keep(Silence.NOTHING_NEW, matches.size() - 1);
        }
      } else if (verdict instanceof Verdict.Keep keep) {
        keep(keep.why(), matches.size());
      }
    }
    open.put(rule, incident);
  }

  /**
   * Whether a matching or no longer silenced incident has news.
   *
   * @param freed whether its inhibitor ended at this moment
   */
  private Verdict verdict(IncidentState incident, boolean freed) {
    if (incident.silenced()) {
      return new Verdict.Keep(Silence.INHIBITED);
    }
    PublishedHistory told = incident.told();
    if (told.isNothing()) {
      return new Verdict.Tell(
          incident.openedMillis() == timeMillis ? Reason.FIRST_MATCH : Reason.INHIBITOR_ENDED);
    }
    long quiet = incident.terms().quietMillis();
    long remind = incident.terms().remindMillis();
    long since = timeMillis - told.lastMillis();
    if (since < 0) { // seen again after the state was lost, and told before
      return new Verdict.Keep(Silence.NOTHING_NEW);
    }
    Severity now = incident.severities().worst(timeMillis, quiet);
    if (now.compareTo(told.severity()) < 0) {
      return new Verdict.Tell(Reason.SEVERITY_RAISED);
    }
    boolean expiring = timeMillis + quiet > told.expiresMillis();
    if (told.isMuch(timeMillis) && !expiring) {
      return new Verdict.Keep(Silence.TOO_MUCH_TOLD);
    }
    if (incident.extent().presences().size() > told.places()) {
      return new Verdict.Tell(Reason.AREA_GREW);
    }
    if (freed) {
      return new Verdict.Tell(Reason.INHIBITOR_ENDED);
    }
    if (now.compareTo(told.severity()) > 0 && since >= quiet) {
      return new Verdict.Tell(Reason.SEVERITY_LOWERED);
    }
    if ((remind > 0 && since >= remind) || expiring) {
      return new Verdict.Tell(Reason.REMINDER);
    }
    return new Verdict.Keep(Silence.NOTHING_NEW);
  }

  private @Nullable Match leadFor(String rule, Reason reason) {
    List<Match> matches = matched.getOrDefault(rule, List.of());
    if (matches.isEmpty()) {
      return null;
    }
    return lead(
        matches, reason == Reason.AREA_GREW ? newStations.getOrDefault(rule, Set.of()) : Set.of());
  }

  /** The match a record speaks of: of a preferred station, then the worst, then the highest. */
  private static Match lead(List<Match> matches, Set<String> preferred) {
    return matches.stream()
        .min(
            Comparator.comparing((Match match) -> !preferred.contains(match.stationId()))
                .thenComparing(match -> match.message().severity())
                .thenComparing(match -> Double.isNaN(match.peak()) ? 1.0 : 0.0)
                .thenComparing(match -> -match.peak())
                .thenComparing(Match::stationId))
        .orElseThrow();
  }

  private static double higher(double one, double other) {
    if (Double.isNaN(one)) {
      return other;
    }
    return Double.isNaN(other) ? one : Math.max(one, other);
  }

  /** Bounded, whatever a step repeats. */
  private static List<StepEvidence> ends(List<StepEvidence> steps) {
    return steps.stream().map(step -> step.trimmed(StepEvidence.Keep.ENDS)).toList();
  }
}
