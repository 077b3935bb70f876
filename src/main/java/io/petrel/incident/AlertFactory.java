package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.alert.detection.Match;
import io.petrel.incident.PublishedHistory.PublishedRecord;
import io.petrel.text.Durations;
import io.petrel.weather.ObservationField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the records of incidents. Equal incidents and times give equal records. */
record AlertFactory(IncidentSettings settings) {
  private static final int NAMES = 10;

  /** A record, and the incident after it. */
  record Written(Alert alert, IncidentState state) {}

  /** How long after its event time a record of an open incident expires. */
  static long validMillis(IncidentState state, IncidentSettings settings) {
    return state.terms().quietMillis() + holdMillis(state, settings);
  }

  /**
   * How long an open incident may have no record: never shorter than {@code quiet} or {@code
   * remind}, so that renewing a record does not notify more often than these.
   */
  static long holdMillis(IncidentState state, IncidentSettings settings) {
    return Math.max(
        settings.expires().toMillis(),
        Math.max(state.terms().quietMillis(), state.terms().remindMillis()));
  }

  /**
   * The record of an open incident.
   *
   * @param lead the match that the record describes; null = none matched now
   */
  Written open(IncidentState state, long timeMillis, Reason reason, @Nullable Match lead) {
    Severity severity = state.severities().worst(timeMillis, state.terms().quietMillis());
    return open(state, timeMillis, reason, severity, lead);
  }

  /** The same with a severity that is not that of the moment. */
  Written open(
      IncidentState state,
      long timeMillis,
      Reason reason,
      Severity severity,
      @Nullable Match lead) {
    Message said = lead == null ? state.message() : lead.message();
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
    boolean first = state.published().isNothing();
    String note =
        first && state.dampingMillis() > 0
            ? "It came back soon after an end. Petrel reports the next end after %s without a match."
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

  /** The record that ends the incident. */
  Alert end(IncidentState state, long timeMillis, Reason reason) {
    boolean stillSilent = reason == Reason.ENDED_BY_QUIET && state.terms().silence();
    boolean over =
        !stillSilent && (reason == Reason.ENDED_BY_CONDITION || reason == Reason.ENDED_BY_QUIET);
    String heading = over ? "Over" : stillSilent ? "No longer watched" : "Withdrawn";
    Message said = state.message();
    Message message =
        new Message(
            said.event(),
            state.published().severity(),
            Urgency.PAST,
            said.certainty(),
            said.category(),
            "%s: %s, %s".formatted(heading, said.event(), area(state)),
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
    PublishedHistory published = state.published();
    String incidentId = IncidentId.of(state.rule(), state.by(), state.openedMillis());
    String identifier = IncidentId.record(incidentId, published.records());
    List<PublishedRecord> earlier = unexpired(published, timeMillis);
    Alert alert =
        Alert.of(incidentId, published.records(), message)
            .identifier(identifier)
            .sender(settings.sender())
            .sentMillis(timeMillis)
            .status(settings.status())
            .msgType(msgType)
            .scope(settings.scope())
            .references(earlier.stream().map(PublishedRecord::reference).toList())
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
    List<PublishedRecord> all = new ArrayList<>(earlier);
    all.add(
        new PublishedRecord(
            new AlertReference(settings.sender(), identifier, timeMillis), expiresMillis));
    PublishedHistory next =
        new PublishedHistory(
            published.records() + 1,
            timeMillis,
            message.severity(),
            state.extent().stations().size(),
            all);
    return new Written(alert, state.withPublished(next));
  }

  /**
   * The record as the one that follows what was really published of its incident.
   *
   * @param record as the incident would have it had everything come in order
   * @param timeMillis when it is sent, at the earliest
   */
  Reissued following(Alert record, PublishedHistory published, long timeMillis) {
    long sent = Math.max(timeMillis, published.lastMillis());
    long expires = record.expiresMillis() - record.sentMillis() + sent;
    String identifier = IncidentId.record(record.incidentId(), published.records());
    List<PublishedRecord> earlier = unexpired(published, sent);
    MsgType msgType = published.isNothing() ? MsgType.ALERT : MsgType.UPDATE;
    long reviseFor = settings.reviseFor().toMillis();
    Alert alert =
        record.toBuilder()
            .incident(record.incidentId(), published.records())
            .identifier(identifier)
            .sentMillis(sent)
            .expiresMillis(expires)
            .provisionalUntilMillis(reviseFor == 0 ? 0 : sent + reviseFor)
            .references(earlier.stream().map(PublishedRecord::reference).toList())
            .msgType(record.isEnd() ? record.msgType() : msgType)
            .build();
    List<PublishedRecord> all = new ArrayList<>(earlier);
    all.add(new PublishedRecord(new AlertReference(settings.sender(), identifier, sent), expires));
    return new Reissued(
        alert,
        new PublishedHistory(
            published.records() + 1,
            sent,
            record.message().severity(),
            record.places().size(),
            all));
  }

  /** A record as it is really published, and the history after it. */
  record Reissued(Alert alert, PublishedHistory published) {}

  /** The records to reference: those not expired, and always the last one. */
  private static List<PublishedRecord> unexpired(PublishedHistory published, long timeMillis) {
    List<PublishedRecord> all = published.unexpired();
    List<PublishedRecord> valid =
        all.stream().filter(record -> record.expiresMillis() >= timeMillis).toList();
    return valid.isEmpty() && !all.isEmpty() ? List.of(all.get(all.size() - 1)) : valid;
  }

  private static String area(IncidentState state) {
    List<AlertPlace> places = state.extent().places();
    List<String> names = places.stream().limit(NAMES).map(AlertPlace::name).toList();
    String text = String.join(", ", names);
    if (places.size() > NAMES) {
      text += String.format(Locale.ROOT, " and %d more", places.size() - NAMES);
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

  /** Whether the list of stations already shows what {@code incident.by} names. */
  private static boolean isSaidByStations(String by) {
    return !by.equals(ObservationField.REGION.name())
        && ObservationField.find(by).filter(ObservationField::isLasting).isPresent();
  }

  private static String endDescription(IncidentState state, Reason reason) {
    String cause =
        switch (reason) {
          case ENDED_BY_QUIET -> {
            String quiet = Durations.words(state.terms().quietMillis());
            yield state.terms().silence()
                ? "Still silent after %s; no longer watched.".formatted(quiet)
                : "Not seen again for %s.".formatted(quiet);
          }
          case RULE_REMOVED -> "The rule was removed; it is unknown whether the danger is over.";
          case STATE_LOST ->
              "Petrel lost its state and has reported this danger again, as another incident.";
          case ENDED_BY_CONDITION ->
              "The rule's condition for the end came true%s."
                  .formatted(
                      state.holdMillis() == 0
                          ? ""
                          : ", and nothing was seen for %s after it"
                              .formatted(Durations.words(state.holdMillis())));
          case WITHDRAWN -> "A report came late or was corrected, and nothing of it stands.";
          case FIRST_MATCH,
              CORRECTED,
              SEVERITY_RAISED,
              SEVERITY_LOWERED,
              AREA_GREW,
              REMINDER,
              INHIBITOR_ENDED,
              OTHER ->
              throw new IllegalArgumentException(reason + " is not an end");
        };
    return reason == Reason.WITHDRAWN
        ? cause
        : "%s Seen %s in all.".formatted(cause, times(state.matches()));
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
