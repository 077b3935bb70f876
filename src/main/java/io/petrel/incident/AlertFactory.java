package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Match;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.incident.PublishedHistory.ToldRecord;
import io.petrel.text.Durations;
import io.petrel.weather.ObservationField;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the records of incidents. Equal incidents and moments give equal records. */
final class AlertFactory {
  private static final int NAMES = 10;

  private final IncidentSettings settings;

  AlertFactory(IncidentSettings settings) {
    this.settings = settings;
  }

  /** A record with the incident as it is after it. */
  record Written(Alert alert, IncidentState state) {}

  /** How long after its event time a record of an open incident expires. */
  static long validMillis(IncidentState state, IncidentSettings settings) {
    return state.terms().quietMillis() + holdMillis(state, settings);
  }

  /**
   * How long an incident may go on after a record without another one: never shorter than {@code
   * quiet} or {@code remind}, so that keeping a record alive tells nobody more often than these.
   */
  static long holdMillis(IncidentState state, IncidentSettings settings) {
    return Math.max(
        settings.expires().toMillis(),
        Math.max(state.terms().quietMillis(), state.terms().remindMillis()));
  }

  /**
   * A record that the incident is on.
   *
   * @param lead the match that the record speaks of; null if time made it, not a match
   */
  Written open(IncidentState state, long timeMillis, Reason reason, @Nullable Match lead) {
    Message said = lead == null ? state.message() : lead.message();
    Severity severity = state.severities().worst(timeMillis, state.terms().quietMillis());
    Message message =
        new Message(
            said.event(),
            severity,
            said.urgency(),
            said.certainty(),
            said.category(),
            said.headline(),
            said.description(),
            said.instruction(),
            said.labels());
    boolean first = state.told().isNothing();
    String note =
        first && state.dampingMillis() > 0
            ? "Back soon after an end. The next end is told when nothing was seen for %s after it."
                .formatted(Durations.words(state.holdMillis()))
            : null;
    return write(
        state,
        timeMillis,
        reason,
        first ? MsgType.ALERT : MsgType.UPDATE,
        said.instruction() == null ? ResponseType.MONITOR : ResponseType.EXECUTE,
        message,
        timeMillis + validMillis(state, settings),
        lead,
        note);
  }

  /** The record that the incident is over, or that its rule is no more. */
  Alert end(IncidentState state, long timeMillis, Reason reason) {
    boolean over = reason == Reason.ENDED_BY_CONDITION || reason == Reason.ENDED_BY_QUIET;
    Message said = state.message();
    Message message =
        new Message(
            said.event(),
            state.told().severity(),
            Urgency.PAST,
            said.certainty(),
            said.category(),
            "%s: %s, %s".formatted(over ? "Over" : "Withdrawn", said.event(), area(state)),
            endDescription(state, reason),
            null,
            said.labels());
    return write(
            state,
            timeMillis,
            reason,
            over ? MsgType.UPDATE : MsgType.CANCEL,
            over ? ResponseType.ALL_CLEAR : ResponseType.NONE,
            message,
            timeMillis + settings.endExpires().toMillis(),
            null,
            reason == Reason.RULE_REMOVED ? "The rule " + state.rule() + " was removed." : null)
        .alert();
  }

  private Written write(
      IncidentState state,
      long timeMillis,
      Reason reason,
      MsgType msgType,
      ResponseType responseType,
      Message message,
      long expiresMillis,
      @Nullable Match lead,
      @Nullable String note) {
    PublishedHistory told = state.told();
    String incidentId = IncidentId.of(state.rule(), state.by(), state.openedMillis());
    String identifier = IncidentId.record(incidentId, told.records());
    List<ToldRecord> earlier = unexpired(told, timeMillis);
    Alert alert =
        Alert.of(incidentId, told.records(), message)
            .identifier(identifier)
            .sender(settings.sender())
            .sentMillis(timeMillis)
            .status(settings.status())
            .msgType(msgType)
            .scope(settings.scope())
            .references(earlier.stream().map(ToldRecord::reference).toList())
            .responseType(responseType)
            .onsetMillis(state.onsetMillis())
            .expiresMillis(expiresMillis)
            .area(area(state), state.extent().places())
            .reason(reason)
            .rule(state.rule())
            .ruleVersion(lead == null ? state.ruleVersion() : lead.ruleVersion())
            .incidentBy(state.by())
            .evidence(lead == null ? state.evidence() : lead.steps())
            .context(lead == null ? List.of() : lead.context())
            .suppressed(lead == null ? state.suppressed() : state.suppressed() - 1)
            .matches(state.matches())
            .peak(state.peak())
            .note(note)
            .build();
    List<ToldRecord> all = new ArrayList<>(earlier);
    all.add(
        new ToldRecord(
            new AlertReference(settings.sender(), identifier, timeMillis), expiresMillis));
    PublishedHistory next =
        new PublishedHistory(
            told.records() + 1,
            timeMillis,
            message.severity(),
            state.extent().presences().size(),
            all);
    return new Written(alert, state.withTold(next));
  }

  /** The records to reference: those not expired, and always the last one. */
  private static List<ToldRecord> unexpired(PublishedHistory told, long timeMillis) {
    List<ToldRecord> all = told.unexpired();
    List<ToldRecord> valid =
        all.stream().filter(record -> record.expiresMillis() >= timeMillis).toList();
    return valid.isEmpty() && !all.isEmpty() ? List.of(all.get(all.size() - 1)) : valid;
  }

  private static String area(IncidentState state) {
    List<AlertPlace> places = state.extent().places();
    List<String> names = places.stream().limit(NAMES).map(AlertPlace::name).toList();
    String text = String.join(", ", names);
    if (places.size() > NAMES) {
      text += " and %d more".formatted(places.size() - NAMES);
    }
    if (state.extent().beyondMillis() != AffectedArea.NEVER) {
      text += " and others";
    }
    String shared =
        new TreeMap<>(state.by())
            .entrySet().stream()
                .filter(entry -> !isSaidByStations(entry.getKey()))
                .map(java.util.Map.Entry::getValue)
                .filter(value -> !value.isBlank())
                .collect(Collectors.joining(", "));
    return shared.isEmpty() ? text : shared + ": " + text;
  }

  /** Whether the list of stations says already what {@code incident.by} names. */
  private static boolean isSaidByStations(String by) {
    return !by.equals(ObservationField.REGION.name())
        && ObservationField.find(by).filter(ObservationField::isLasting).isPresent();
  }

  private static String endDescription(IncidentState state, Reason reason) {
    String cause =
        switch (reason) {
          case ENDED_BY_QUIET ->
              "Not seen again for %s.".formatted(Durations.words(state.terms().quietMillis()));
          case RULE_REMOVED -> "The rule was removed; whether the danger is over is not known.";
          case STATE_LOST ->
              "Petrel had lost what it knew and has told this danger anew, as another incident.";
          case ENDED_BY_CONDITION ->
              "The rule's condition for the end came true%s."
                  .formatted(
                      state.holdMillis() == 0
                          ? ""
                          : ", and nothing was seen for %s after it"
                              .formatted(Durations.words(state.holdMillis())));
          case FIRST_MATCH,
              SEVERITY_RAISED,
              SEVERITY_LOWERED,
              AREA_GREW,
              REMINDER,
              INHIBITOR_ENDED,
              OTHER ->
              throw new IllegalArgumentException(reason + " is not an end");
        };
    return "%s Seen %s in all.".formatted(cause, times(state.matches()));
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
