package io.petrel.alert;

import io.petrel.weather.Observation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the alerts topic, {@code schemas/alert.avsc}; names as in OASIS CAP 1.2. All times
 * are milliseconds since 1970 UTC, event time.
 *
 * @param identifier unique, derived from rule, key, onset and sequence
 * @param sentMillis when the record became certain
 * @param references all earlier records of the incident that have not expired
 * @param onsetMillis first observation of the incident
 * @param expiresMillis when to forget the record if nothing follows
 * @param areaDesc the places in words
 * @param places the stations of the incident, in order of joining
 * @param incidentId derived from rule, key and onset; the topic's key
 * @param sequence 0 for the first record of an incident
 * @param by what joins matches to this incident
 * @param evidence the steps of the match behind this record
 * @param context observations of the matching station around it, in time order
 * @param suppressed matches since the last record that were not told on their own
 * @param matches all matches of the incident so far
 * @param peak highest of the rule's {@code incident.peak}; NaN = none
 */
public record Alert(
    String identifier,
    String sender,
    long sentMillis,
    Status status,
    MsgType msgType,
    Scope scope,
    List<AlertReference> references,
    Message message,
    ResponseType responseType,
    long onsetMillis,
    long expiresMillis,
    String areaDesc,
    List<AlertPlace> places,
    String incidentId,
    int sequence,
    String rule,
    String ruleVersion,
    Map<String, String> by,
    List<StepEvidence> evidence,
    List<Observation> context,
    long suppressed,
    long matches,
    double peak,
    Reason reason,
    @Nullable String note) {
  public Alert {
    references = List.copyOf(references);
    places = List.copyOf(places);
    by = Map.copyOf(by);
    evidence = List.copyOf(evidence);
    context = List.copyOf(context);
  }

  /** Whether this record ends its incident. */
  public boolean isEnd() {
    return msgType == MsgType.CANCEL || responseType == ResponseType.ALL_CLEAR;
  }

  /** The same record without context and with fewer observations of each step. */
  public Alert trimmed(StepEvidence.Keep keep) {
    return withEvidence(evidence.stream().map(step -> step.trimmed(keep)).toList(), List.of());
  }

  /** The same record with other illustrations. */
  public Alert withEvidence(List<StepEvidence> newEvidence, List<Observation> newContext) {
    return new Alert(
        identifier,
        sender,
        sentMillis,
        status,
        msgType,
        scope,
        references,
        message,
        responseType,
        onsetMillis,
        expiresMillis,
        areaDesc,
        places,
        incidentId,
        sequence,
        rule,
        ruleVersion,
        by,
        newEvidence,
        newContext,
        suppressed,
        matches,
        peak,
        reason,
        note);
  }
}
