package io.petrel.incident;

import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertPlaceCodec;
import io.petrel.alert.AlertReference;
import io.petrel.alert.IncidentTerms;
import io.petrel.alert.MessageCodec;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidenceCodec;
import io.petrel.incident.Told.ToldRecord;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** State format of an open incident. */
final class IncidentStateCodec implements Codec<IncidentState> {
  static final IncidentStateCodec INSTANCE = new IncidentStateCodec();
  private static final long serialVersionUID = 1;

  private IncidentStateCodec() {}

  @Override
  public int version() {
    return 2; // 1 had no clearedMillis, dampingMillis and endsForMillis
  }

  @Override
  public Class<IncidentState> type() {
    return IncidentState.class;
  }

  @Override
  public void write(IncidentState state, DataOutput out) throws IOException {
    Fields.writeString(state.rule(), out);
    Fields.writeString(state.ruleVersion(), out);
    out.writeLong(state.openedMillis());
    out.writeLong(state.onsetMillis());
    writeExtent(state.extent(), out);
    Map<Severity, Long> severities = new EnumMap<>(Severity.class);
    severities.putAll(state.severities().lastMatchMillis());
    out.writeByte(severities.size());
    for (Map.Entry<Severity, Long> entry : severities.entrySet()) {
      Fields.writeString(entry.getKey().name(), out);
      out.writeLong(entry.getValue());
    }
    out.writeLong(state.matches());
    out.writeLong(state.suppressed());
    out.writeDouble(state.peak());
    writeTold(state.told(), out);
    out.writeLong(state.dampingMillis());
    out.writeBoolean(state.silenced());
    Fields.writeValue(state.message(), MessageCodec.INSTANCE, out);
    Fields.writeList(state.evidence(), StepEvidenceCodec.INSTANCE, out);
    writeTerms(state.terms(), out);
    out.writeLong(state.touchedMillis());
  }

  @Override
  public IncidentState read(int version, DataInput in) throws IOException {
    return new IncidentState(
        Fields.readString(in),
        Fields.readString(in),
        in.readLong(),
        in.readLong(),
        readExtent(version, in),
        readSeverities(in),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        readTold(in),
        version < 2 ? 0 : in.readLong(),
        in.readBoolean(),
        Fields.readValue(MessageCodec.INSTANCE, in),
        Fields.readList(StepEvidenceCodec.INSTANCE, in),
        readTerms(version, in),
        in.readLong());
  }

  private static void writeExtent(Extent extent, DataOutput out) throws IOException {
    out.writeInt(extent.presences().size());
    for (Presence presence : extent.presences()) {
      Fields.writeValue(presence.place(), AlertPlaceCodec.INSTANCE, out);
      out.writeLong(presence.lastMatchMillis());
      out.writeLong(presence.clearedMillis());
    }
    out.writeLong(extent.beyondMillis());
  }

  private static Extent readExtent(int version, DataInput in) throws IOException {
    int size = in.readInt();
    List<Presence> presences = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      AlertPlace place = Fields.readValue(AlertPlaceCodec.INSTANCE, in);
      long last = in.readLong();
      presences.add(new Presence(place, last, version < 2 ? readClear(last, in) : in.readLong()));
    }
    return new Extent(presences, in.readLong());
  }

  /** Version 1 knew that a station was clear, not since when: since its last match. */
  private static long readClear(long lastMatchMillis, DataInput in) throws IOException {
    return in.readBoolean() ? lastMatchMillis : Extent.NEVER;
  }

  private static SeverityMemory readSeverities(DataInput in) throws IOException {
    int size = in.readByte();
    Map<Severity, Long> last = new EnumMap<>(Severity.class);
    for (int i = 0; i < size; i++) {
      last.put(Severity.valueOf(Fields.readString(in)), in.readLong());
    }
    return new SeverityMemory(last);
  }

  private static void writeTold(Told told, DataOutput out) throws IOException {
    out.writeInt(told.records());
    out.writeLong(told.lastMillis());
    Fields.writeString(told.severity().name(), out);
    out.writeInt(told.places());
    out.writeInt(told.unexpired().size());
    for (ToldRecord record : told.unexpired()) {
      Fields.writeString(record.reference().sender(), out);
      Fields.writeString(record.reference().identifier(), out);
      out.writeLong(record.reference().sentMillis());
      out.writeLong(record.expiresMillis());
    }
  }

  private static Told readTold(DataInput in) throws IOException {
    int records = in.readInt();
    long last = in.readLong();
    Severity severity = Severity.valueOf(Fields.readString(in));
    int places = in.readInt();
    int size = in.readInt();
    List<ToldRecord> unexpired = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      unexpired.add(
          new ToldRecord(
              new AlertReference(Fields.readString(in), Fields.readString(in), in.readLong()),
              in.readLong()));
    }
    return new Told(records, last, severity, places, unexpired);
  }

  private static void writeTerms(IncidentTerms terms, DataOutput out) throws IOException {
    Fields.writeStrings(terms.by(), out);
    out.writeLong(terms.quietMillis());
    out.writeLong(terms.remindMillis());
    out.writeLong(terms.endsForMillis());
    out.writeInt(terms.inhibits().size());
    for (String rule : terms.inhibits()) {
      Fields.writeString(rule, out);
    }
  }

  private static IncidentTerms readTerms(int version, DataInput in) throws IOException {
    Map<String, String> by = Fields.readStrings(in);
    long quiet = in.readLong();
    long remind = in.readLong();
    long endsFor = version < 2 ? 0 : in.readLong();
    int size = in.readInt();
    List<String> inhibits = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      inhibits.add(Fields.readString(in));
    }
    return new IncidentTerms(by, quiet, remind, endsFor, inhibits);
  }
}
