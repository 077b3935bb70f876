package io.petrel.incident;

import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An open incident of one rule at one place. Immutable. All times are event time, milliseconds
 * since 1970 UTC.
 *
 * @param openedMillis when the first match became certain; names the incident, with rule and place
 * @param onsetMillis first observation of the first matches
 * @param matches all matches so far
 * @param suppressed matches without a record since the last record
 * @param peak highest peak of the matches; NaN = none
 * @param dampingMillis how long an end by condition must hold at least because the one before did
 *     not last; 0 = the one before lasted
 * @param silenced whether another rule's incident at this place silences this one now
 * @param message of the leading match at the last time with matches
 * @param evidence of that match, first and last observation of each step, until the incident is
 *     published; then empty
 * @param terms of the last match
 * @param touchedMillis latest event time of its input
 */
record IncidentState(
    String rule,
    String ruleVersion,
    long openedMillis,
    long onsetMillis,
    AffectedArea extent,
    SeverityMemory severities,
    long matches,
    long suppressed,
    double peak,
    PublishedHistory published,
    long dampingMillis,
    boolean silenced,
    Message message,
    List<StepEvidence> evidence,
    IncidentTerms terms,
    long touchedMillis) {
  static final Codec<IncidentState> CODEC =
      Codec.of("incident", 1, IncidentState.class, IncidentState::write, IncidentState::read);

  private static void write(IncidentState state, DataOutput out) throws IOException {
    StateFields.writeString(state.rule, out);
    StateFields.writeString(state.ruleVersion, out);
    out.writeLong(state.openedMillis);
    out.writeLong(state.onsetMillis);
    StateFields.writeValue(state.extent, AffectedArea.CODEC, out);
    StateFields.writeValue(state.severities, SeverityMemory.CODEC, out);
    out.writeLong(state.matches);
    out.writeLong(state.suppressed);
    out.writeDouble(state.peak);
    StateFields.writeValue(state.published, PublishedHistory.CODEC, out);
    out.writeLong(state.dampingMillis);
    out.writeBoolean(state.silenced);
    StateFields.writeValue(state.message, Message.CODEC, out);
    StateFields.writeList(state.evidence, StepEvidence.CODEC, out);
    StateFields.writeValue(state.terms, IncidentTerms.CODEC, out);
    out.writeLong(state.touchedMillis);
  }

  private static IncidentState read(int version, DataInput in) throws IOException {
    return new IncidentState(
        StateFields.readString(in),
        StateFields.readString(in),
        in.readLong(),
        in.readLong(),
        StateFields.readValue(AffectedArea.CODEC, in),
        StateFields.readValue(SeverityMemory.CODEC, in),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        StateFields.readValue(PublishedHistory.CODEC, in),
        in.readLong(),
        in.readBoolean(),
        StateFields.readValue(Message.CODEC, in),
        StateFields.readList(StepEvidence.CODEC, in),
        StateFields.readValue(IncidentTerms.CODEC, in),
        in.readLong());
  }

  IncidentState {
    evidence = List.copyOf(evidence);
  }

  Map<String, String> by() {
    return terms.by();
  }

  /** Event time without a match after the end condition came true, until the end is published. */
  long holdMillis() {
    return Math.max(terms.endsForMillis(), dampingMillis);
  }

  /** Event time at which the incident is over if nothing else matches. */
  long overMillis() {
    return extent.overMillis(terms.quietMillis(), holdMillis());
  }

  /** Whether the condition, not quiet, ends it then. */
  boolean endsByCondition() {
    return extent.endsByCondition(terms.quietMillis(), holdMillis());
  }

  IncidentState withExtent(AffectedArea next, long timeMillis) {
    return with(next, suppressed, published, silenced, evidence, timeMillis);
  }

  IncidentState withSilenced(boolean next) {
    return next == silenced
        ? this
        : with(extent, suppressed, published, next, evidence, touchedMillis);
  }

  /** The incident after a record: without suppressed matches and evidence. */
  IncidentState withPublished(PublishedHistory next) {
    return with(extent, 0, next, silenced, List.of(), next.lastMillis());
  }

  private IncidentState with(
      AffectedArea nextExtent,
      long nextSuppressed,
      PublishedHistory nextPublished,
      boolean nextSilenced,
      List<StepEvidence> nextEvidence,
      long timeMillis) {
    return new IncidentState(
        rule,
        ruleVersion,
        openedMillis,
        onsetMillis,
        nextExtent,
        severities,
        matches,
        nextSuppressed,
        peak,
        nextPublished,
        dampingMillis,
        nextSilenced,
        message,
        nextEvidence,
        terms,
        Math.max(touchedMillis, timeMillis));
  }
}
