package io.petrel.alert;

import io.petrel.weather.Observation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the alerts topic, {@code schemas/alert.avsc}; names as in OASIS CAP 1.2. All times
 * are milliseconds since 1970 UTC, event time. A {@link Builder} creates it; {@link RecordShape}
 * binds the components to the schema.
 *
 * @param identifier unique, derived from rule, key, onset and sequence
 * @param sentMillis when the record became certain
 * @param references all earlier records of the incident that have not expired
 * @param onsetMillis first observation of the incident
 * @param expiresMillis when the record expires if no other follows
 * @param provisionalUntilMillis event time until which a late or corrected report may still change
 *     or withdraw what it says; 0 = it is final
 * @param incidentId derived from rule, key and onset; the topic's key
 * @param sequence 0 for the first record of an incident
 * @param incidentBy names and values that matches of this incident share
 * @param evidence the steps of the match behind this record
 * @param context observations of the matching station around it, in time order
 * @param suppressed matches since the last record that got no record
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
    long provisionalUntilMillis,
    AlertArea area,
    String incidentId,
    int sequence,
    Reason reason,
    String rule,
    String ruleVersion,
    Map<String, String> incidentBy,
    List<StepEvidence> evidence,
    List<Observation> context,
    long suppressed,
    long matches,
    double peak,
    @Nullable String note) {
  public Alert {
    references = List.copyOf(references);
    incidentBy = Map.copyOf(incidentBy);
    evidence = List.copyOf(evidence);
    context = List.copyOf(context);
  }

  /** Starts a record of an incident; values that are not set are empty or missing. */
  public static Builder of(String incidentId, int sequence, Message message) {
    return new Builder(incidentId, sequence, message);
  }

  /** A builder that starts with all values of this record. */
  public Builder toBuilder() {
    Builder builder = new Builder(incidentId, sequence, message);
    builder.identifier = identifier;
    builder.sender = sender;
    builder.sentMillis = sentMillis;
    builder.status = status;
    builder.msgType = msgType;
    builder.scope = scope;
    builder.references = references;
    builder.responseType = responseType;
    builder.onsetMillis = onsetMillis;
    builder.expiresMillis = expiresMillis;
    builder.provisionalUntilMillis = provisionalUntilMillis;
    builder.area = area;
    builder.reason = reason;
    builder.rule = rule;
    builder.ruleVersion = ruleVersion;
    builder.incidentBy = incidentBy;
    builder.evidence = evidence;
    builder.context = context;
    builder.suppressed = suppressed;
    builder.matches = matches;
    builder.peak = peak;
    builder.note = note;
    return builder;
  }

  /** The stations in words. */
  public String areaDesc() {
    return area.areaDesc();
  }

  /** The stations of the incident, in order of joining. */
  public List<AlertPlace> places() {
    return area.places();
  }

  /** Whether this record ends its incident. */
  public boolean isEnd() {
    return msgType == MsgType.CANCEL || responseType == ResponseType.ALL_CLEAR;
  }

  /**
   * Whether all who were told of the incident must hear it, whatever else they asked for: its end,
   * and what corrects it.
   */
  public boolean isOwed() {
    return isEnd() || reason == Reason.CORRECTED;
  }

  /** A copy without context and with fewer observations of each step. */
  public Alert trimmed(StepEvidence.Keep keep) {
    return withEvidence(evidence.stream().map(step -> step.trimmed(keep)).toList(), List.of());
  }

  /** A copy with other evidence and context. */
  public Alert withEvidence(List<StepEvidence> newEvidence, List<Observation> newContext) {
    return toBuilder().evidence(newEvidence).context(newContext).build();
  }

  /** Collects the values of a record. Not thread-safe. */
  public static final class Builder {
    private String identifier = "";
    private String sender = "";
    private long sentMillis;
    private Status status = Status.ACTUAL;
    private MsgType msgType = MsgType.ALERT;
    private Scope scope = Scope.PRIVATE;
    private List<AlertReference> references = List.of();
    private Message message;
    private ResponseType responseType = ResponseType.NONE;
    private long onsetMillis;
    private long expiresMillis;
    private long provisionalUntilMillis;
    private AlertArea area = new AlertArea("", List.of());
    private String incidentId;
    private int sequence;
    private Reason reason = Reason.FIRST_MATCH;
    private String rule = "";
    private String ruleVersion = "";
    private Map<String, String> incidentBy = Map.of();
    private List<StepEvidence> evidence = List.of();
    private List<Observation> context = List.of();
    private long suppressed;
    private long matches;
    private double peak = Double.NaN;
    private @Nullable String note;

    private Builder(String incidentId, int sequence, Message message) {
      this.incidentId = incidentId;
      this.sequence = sequence;
      this.message = message;
    }

    public Builder identifier(String identifier) {
      this.identifier = identifier;
      return this;
    }

    public Builder sender(String sender) {
      this.sender = sender;
      return this;
    }

    public Builder sentMillis(long sentMillis) {
      this.sentMillis = sentMillis;
      return this;
    }

    public Builder status(Status status) {
      this.status = status;
      return this;
    }

    public Builder msgType(MsgType msgType) {
      this.msgType = msgType;
      return this;
    }

    public Builder scope(Scope scope) {
      this.scope = scope;
      return this;
    }

    public Builder references(List<AlertReference> references) {
      this.references = references;
      return this;
    }

    public Builder message(Message message) {
      this.message = message;
      return this;
    }

    public Builder responseType(ResponseType responseType) {
      this.responseType = responseType;
      return this;
    }

    public Builder onsetMillis(long onsetMillis) {
      this.onsetMillis = onsetMillis;
      return this;
    }

    public Builder expiresMillis(long expiresMillis) {
      this.expiresMillis = expiresMillis;
      return this;
    }

    public Builder provisionalUntilMillis(long provisionalUntilMillis) {
      this.provisionalUntilMillis = provisionalUntilMillis;
      return this;
    }

    public Builder area(String areaDesc, List<AlertPlace> places) {
      area = new AlertArea(areaDesc, places);
      return this;
    }

    public Builder incident(String id, int newSequence) {
      incidentId = id;
      sequence = newSequence;
      return this;
    }

    public Builder reason(Reason reason) {
      this.reason = reason;
      return this;
    }

    public Builder rule(String rule) {
      this.rule = rule;
      return this;
    }

    public Builder ruleVersion(String ruleVersion) {
      this.ruleVersion = ruleVersion;
      return this;
    }

    public Builder incidentBy(Map<String, String> incidentBy) {
      this.incidentBy = incidentBy;
      return this;
    }

    public Builder evidence(List<StepEvidence> evidence) {
      this.evidence = evidence;
      return this;
    }

    public Builder context(List<Observation> context) {
      this.context = context;
      return this;
    }

    public Builder suppressed(long suppressed) {
      this.suppressed = suppressed;
      return this;
    }

    public Builder matches(long matches) {
      this.matches = matches;
      return this;
    }

    public Builder peak(double peak) {
      this.peak = peak;
      return this;
    }

    public Builder note(@Nullable String note) {
      this.note = note;
      return this;
    }

    public Alert build() {
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
          provisionalUntilMillis,
          area,
          incidentId,
          sequence,
          reason,
          rule,
          ruleVersion,
          incidentBy,
          evidence,
          context,
          suppressed,
          matches,
          peak,
          note);
    }
  }
}
