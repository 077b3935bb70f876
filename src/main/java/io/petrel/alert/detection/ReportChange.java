package io.petrel.alert.detection;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The report that changed what was detected: it came late, or it corrects an earlier one.
 *
 * @param stationName for people
 * @param timeMillis event time of the report, milliseconds since 1970 UTC
 * @param values those that differ, in the schema's order; of a late report all before are missing
 */
public record ReportChange(
    Kind kind, String stationId, String stationName, long timeMillis, List<Value> values) {
  public static final Codec<ReportChange> CODEC =
      Codec.of("report-change", 1, ReportChange.class, ReportChange::write, ReportChange::read);

  /** How the reports of a station changed. */
  public enum Kind {
    /** A report came after a newer one of its station. */
    LATE_REPORT,
    /** A report of a higher revision took the place of another. */
    CORRECTION
  }

  /**
   * A number of a report.
   *
   * @param field its name, {@code extra.name} for one without a field of its own
   * @param before in the field's unit; NaN = missing
   * @param after in the field's unit; NaN = missing
   */
  public record Value(String field, double before, double after) {}

  public ReportChange {
    values = List.copyOf(values);
  }

  private static void write(ReportChange change, DataOutput out) throws IOException {
    StateFields.writeEnum(change.kind, out);
    StateFields.writeString(change.stationId, out);
    StateFields.writeString(change.stationName, out);
    out.writeLong(change.timeMillis);
    StateFields.writeEach(
        change.values,
        out,
        (value, to) -> {
          StateFields.writeString(value.field, to);
          to.writeDouble(value.before);
          to.writeDouble(value.after);
        });
  }

  private static ReportChange read(int version, DataInput in) throws IOException {
    return new ReportChange(
        StateFields.readEnum(Kind.class, in),
        StateFields.readString(in),
        StateFields.readString(in),
        in.readLong(),
        StateFields.readEach(
            in,
            from -> new Value(StateFields.readString(from), from.readDouble(), from.readDouble())));
  }
}
