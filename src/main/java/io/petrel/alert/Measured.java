package io.petrel.alert;

import io.petrel.alert.RecordShape.Name;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.weather.Unit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A value that decided that a step's condition held, at the time of the match.
 *
 * @param expression what was measured, as the rule's author wrote it
 * @param field the field, such as {@code pressure_hpa} or {@code extra.lightning_count}; null when
 *     the expression is more than one field or one measure of it
 * @param measure the rolling measure of the field, such as {@code fall}; null = the field itself
 * @param windowMillis the measure's window, ending at {@code atMillis}; 0 = none
 * @param value in {@code unit}, for {@code rate} per hour; NaN when it is a text, or was missing
 * @param text the value of a text; null when it is a number, or was missing
 * @param unit unit of value and limit; {@link Unit#ONE} for plain numbers
 * @param difference whether the value is a difference of two: zero points of scales do not count
 * @param atMillis time of the report at which it was measured
 * @param limit the other side of the comparison; null when the condition did not compare it
 * @param extreme the report in the window that determined the measure: the highest of a fall, the
 *     oldest of a change, the one before; null when all reports contribute, or there is no measure
 */
public record Measured(
    String expression,
    @Nullable String field,
    @Nullable String measure,
    @Name("window_ms") long windowMillis,
    double value,
    @Nullable String text,
    Unit unit,
    boolean difference,
    long atMillis,
    @Nullable Limit limit,
    @Nullable Extreme extreme) {

  /**
   * The other side of a comparison that was true.
   *
   * @param operator {@code < <= > >= == !=}; the measured value is on its left
   * @param value in the unit of the measured value
   * @param expression as the rule's author wrote it: {@code knots(34)}
   */
  public record Limit(
      String operator, @Name("limit") double value, @Name("limit_expression") String expression) {}

  /** The value of the field in one report, in the field's own unit. */
  public record Extreme(@Name("extreme_at") long timeMillis, @Name("extreme") double value) {}

  /** State and network format. */
  static final Codec<Measured> CODEC =
      Codec.of("measured", 1, Measured.class, Measured::write, Measured::read);

  private static void write(Measured measured, DataOutput out) throws IOException {
    StateFields.writeString(measured.expression, out);
    StateFields.writeNullableString(measured.field, out);
    StateFields.writeNullableString(measured.measure, out);
    out.writeLong(measured.windowMillis);
    out.writeDouble(measured.value);
    StateFields.writeNullableString(measured.text, out);
    StateFields.writeString(measured.unit.code(), out);
    out.writeBoolean(measured.difference);
    out.writeLong(measured.atMillis);
    Limit limit = measured.limit;
    StateFields.writeNullableString(limit == null ? null : limit.operator, out);
    if (limit != null) {
      out.writeDouble(limit.value);
      StateFields.writeString(limit.expression, out);
    }
    Extreme extreme = measured.extreme;
    out.writeBoolean(extreme != null);
    if (extreme != null) {
      out.writeLong(extreme.timeMillis);
      out.writeDouble(extreme.value);
    }
  }

  private static Measured read(int version, DataInput in) throws IOException {
    return new Measured(
        StateFields.readString(in),
        StateFields.readNullableString(in),
        StateFields.readNullableString(in),
        in.readLong(),
        in.readDouble(),
        StateFields.readNullableString(in),
        Unit.ofCode(StateFields.readString(in)),
        in.readBoolean(),
        in.readLong(),
        readLimit(in),
        in.readBoolean() ? new Extreme(in.readLong(), in.readDouble()) : null);
  }

  private static @Nullable Limit readLimit(DataInput in) throws IOException {
    String operator = StateFields.readNullableString(in);
    return operator == null
        ? null
        : new Limit(operator, in.readDouble(), StateFields.readString(in));
  }
}
