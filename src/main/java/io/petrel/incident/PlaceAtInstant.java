package io.petrel.incident;

import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Resumption;
import io.petrel.incident.PlaceUpdate.EndedIncident;
import io.petrel.incident.PlaceUpdate.PublishedAlert;
import io.petrel.incident.Verdict.Suppression;
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
 * All events of one place at one event time, processed together: ten stations that join at the same
 * time make one record, and a hurricane silences the gale that began with it. A danger that ends
 * and begins at the same time and station continues. Used once, by one thread.
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
  private final List<PublishedAlert> records = new ArrayList<>();
  private final List<EndedIncident> over = new ArrayList<>();
  private final Map<Suppression, Long> suppressed = new EnumMap<>(Suppression.class);

  /**
   * @param incidents those of the place; not changed
   * @param timeMillis the event time; raised to that of an incident with later input
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
   * Continues an incident whose state is lost. Of two of one rule the newer one continues.
   *
   * @param nowMillis the present event time
   */
  void resume(Resumption resumption, long nowMillis) {
    String rule = resumption.rule();
    IncidentState other = open.get(rule);
    if (other != null && other.openedMillis() == resumption.openedMillis()) {
      return;
    }
    IncidentState resumed = Resumed.state(resumption, nowMillis, settings);
    if (other != null && other.openedMillis() > resumption.openedMillis()) {
      records.add(
          new PublishedAlert(writer.end(resumed, timeMillis, Reason.STATE_LOST), resumed, null));
      return;
    }
    end(rule, Reason.STATE_LOST);
    open.put(rule, resumed);
  }

  void clear(Clear clear) {
    IncidentState incident = open.get(clear.rule());
    if (incident == null || !incident.extent().contains(clear.stationId())) {
      suppress(Suppression.NO_INCIDENT, 1);
      return;
    }
    AffectedArea extent = incident.extent().cleared(clear.stationId(), timeMillis);
    open.put(clear.rule(), incident.withExtent(extent, timeMillis));
  }

  /** Adds all matches of one rule, ordered by station. */
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
    PublishedHistory published = before == null ? PublishedHistory.NOTHING : before.published();
    // A replay after the state was lost: the record that restored it has counted these matches.
    long count = timeMillis < published.lastMillis() ? 0 : matches.size();
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
            published,
            before == null ? dampingMillis(rule) : before.dampingMillis(),
            before != null && before.silenced(),
            lead.message(),
            published.isNothing() ? ends(lead.steps()) : List.of(),
            terms(lead, before),
            timeMillis));
    matched.put(rule, matches);
    newStations.put(rule, joining);
  }

  /** The rule's terms, with the delay of the incident's slowest station. */
  private static IncidentTerms terms(Match lead, @Nullable IncidentState before) {
    IncidentTerms terms = lead.incident();
    long delay = before == null ? 0 : before.terms().extraDelayMillis();
    return delay <= terms.extraDelayMillis() ? terms : terms.withExtraDelay(delay);
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

  void suppress(Suppression why, long count) {
    suppressed.merge(why, count, Long::sum);
  }

  /** Ends incidents that are over, then publishes the news. */
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
      publish(rule, silenced.contains(rule));
    }
    return new PlaceUpdate(new PlaceIncidents(open, ended), records, suppressed, over);
  }

  private void end(String rule, Reason reason) {
    IncidentState incident = open.remove(rule);
    if (incident == null) {
      return;
    }
    if (incident.published().isNothing()) {
      suppress(Suppression.ENDED_UNTOLD, 1);
    } else {
      records.add(new PublishedAlert(writer.end(incident, timeMillis, reason), incident, null));
      over.add(new EndedIncident(incident, reason, timeMillis));
      if (reason == Reason.ENDED_BY_CONDITION) {
        ended.put(rule, UnconfirmedEnd.of(incident));
      }
    }
  }

  private void publish(String rule, boolean silenced) {
    IncidentState before = open.get(rule);
    if (before == null) {
      return;
    }
    boolean freed = before.silenced() && !silenced;
    IncidentState incident = before.withSilenced(silenced);
    List<Match> matches = matched.getOrDefault(rule, List.of());
    if (!matches.isEmpty() || freed) {
      Verdict verdict = verdict(incident, freed);
      if (verdict instanceof Verdict.Publish publish) {
        Match lead = leadFor(rule, publish.reason());
        AlertFactory.Written written = writer.open(incident, timeMillis, publish.reason(), lead);
        incident = written.state();
        records.add(new PublishedAlert(written.alert(), incident, lead));
        if (matches.size() > 1) {
          suppress(Suppression.NOTHING_NEW, matches.size() - 1);
        }
      } else if (verdict instanceof Verdict.Suppress suppress) {
        suppress(suppress.why(), matches.size());
      }
    }
    open.put(rule, incident);
  }

  /**
   * Whether an incident that matched, or is no longer silenced, has news.
   *
   * @param freed whether its inhibitor ended right now
   */
  private Verdict verdict(IncidentState incident, boolean freed) {
    if (incident.silenced()) {
      return new Verdict.Suppress(Suppression.INHIBITED);
    }
    PublishedHistory published = incident.published();
    if (published.isNothing()) {
      return new Verdict.Publish(
          incident.openedMillis() == timeMillis ? Reason.FIRST_MATCH : Reason.INHIBITOR_ENDED);
    }
    long quiet = incident.terms().quietMillis();
    long remind = incident.terms().remindMillis();
    long since = timeMillis - published.lastMillis();
    if (since < 0) { // a replay after the state was lost: published before
      return new Verdict.Suppress(Suppression.NOTHING_NEW);
    }
    Severity now = incident.severities().worst(timeMillis, quiet);
    if (now.compareTo(published.severity()) < 0) {
      return new Verdict.Publish(Reason.SEVERITY_RAISED);
    }
    boolean expiring = timeMillis + quiet > published.expiresMillis();
    if (published.isMuch(timeMillis) && !expiring) {
      return new Verdict.Suppress(Suppression.TOO_MUCH_TOLD);
    }
    if (incident.extent().stations().size() > published.places()) {
      return new Verdict.Publish(Reason.AREA_GREW);
    }
    if (freed) {
      return new Verdict.Publish(Reason.INHIBITOR_ENDED);
    }
    if (now.compareTo(published.severity()) > 0 && since >= quiet) {
      return new Verdict.Publish(Reason.SEVERITY_LOWERED);
    }
    if ((remind > 0 && since >= remind) || expiring) {
      return new Verdict.Publish(Reason.REMINDER);
    }
    return new Verdict.Suppress(Suppression.NOTHING_NEW);
  }

  private @Nullable Match leadFor(String rule, Reason reason) {
    List<Match> matches = matched.getOrDefault(rule, List.of());
    if (matches.isEmpty()) {
      return null;
    }
    return lead(
        matches, reason == Reason.AREA_GREW ? newStations.getOrDefault(rule, Set.of()) : Set.of());
  }

  /**
   * The match that a record describes: of a preferred station, then the worst, then the highest.
   */
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

  /** First and last observation of each step, so that the size is bounded. */
  private static List<StepEvidence> ends(List<StepEvidence> steps) {
    return steps.stream().map(step -> step.trimmed(StepEvidence.Keep.ENDS)).toList();
  }
}
