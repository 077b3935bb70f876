package io.petrel.incident;

import io.petrel.alert.IncidentTerms;
import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An open incident of one rule at one place. A value: each event makes a new one. All times are
 * event time, milliseconds since 1970 UTC.
 *
 * @param openedMillis when the first match was certain; with rule and place it names the incident
 * @param onsetMillis first observation of the first matches
 * @param matches all matches so far
 * @param suppressed matches since the last record that no record was made for
 * @param peak highest peak of the matches; NaN = none
 * @param dampingMillis how long an end by condition has to hold at least, because the one before
 *     did not last; 0 = that is not so
 * @param silenced whether another rule's incident at this place silences this one now
 * @param message of the match that led the last moment with matches
 * @param evidence of that match, first and last observation of each step, until the incident is
 *     told; then empty
 * @param terms of the last match
 * @param touchedMillis latest event time that went into this value
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
    PublishedHistory told,
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
    StateFields.writeValue(state.told, PublishedHistory.CODEC, out);
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

  /** Event time without a match, after the condition for the end came true, until it is told. */
  long holdMillis() {
    return Math.max(terms.endsForMillis(), dampingMillis);
  }

  /** Event time at which the incident is over if nothing more is matched. */
  long overMillis() {
    return extent.overMillis(terms.quietMillis(), holdMillis());
  }

  /** Whether it is the condition that ends it then, not quiet. */
  boolean endsByCondition() {
    return extent.endsByCondition(terms.quietMillis(), holdMillis());
  }

  IncidentState withExtent(AffectedArea next, long timeMillis) {
    return new IncidentState(
        rule,
        ruleVersion,
        openedMillis,
        onsetMillis,
        next,
        severities,
        matches,
        suppressed,
        peak,
        told,
        dampingMillis,
        silenced,
        message,
        evidence,
        terms,
        Math.max(touchedMillis, timeMillis));
  }

  IncidentState withSilenced(boolean next) {
    return next == silenced
        ? this
        : new IncidentState(
            rule,
            ruleVersion,
            openedMillis,
            onsetMillis,
            extent,
            severities,
            matches,
            suppressed,
            peak,
            told,
            dampingMillis,
            next,
            message,
            evidence,
            terms,
            touchedMillis);
  }

  /** The incident after a record of it: nothing is suppressed any more, evidence is let go. */
  IncidentState withTold(PublishedHistory next) {
    return new IncidentState(
        rule,
        ruleVersion,
        openedMillis,
        onsetMillis,
        extent,
        severities,
        matches,
        0,
        peak,
        next,
        dampingMillis,
        silenced,
        message,
        List.of(),
        terms,
        Math.max(touchedMillis, next.lastMillis()));
  }
}
