package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.Text;
import io.petrel.rule.expr.typed.Typed.Time;
import io.petrel.text.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Times and durations, named as in CEL. */
final class TimeFunctions {
  private TimeFunctions() {}

  static void register(Registry registry) {
    registry.global("duration(\"3h\")", 1, 1, TimeFunctions::duration);
    registry.global("timestamp(\"2026-01-31T12:00:00Z\")", 1, 1, TimeFunctions::timestamp);
    part(registry, "getHours", ZonedDateTime::getHour, 0, 23);
    part(registry, "getMinutes", ZonedDateTime::getMinute, 0, 59);
    part(registry, "getDayOfWeek", t -> t.getDayOfWeek().getValue() % 7, 0, 6);
    part(registry, "getDate", ZonedDateTime::getDayOfMonth, 1, 31);
    part(registry, "getDayOfYear", t -> t.getDayOfYear() - 1, 0, 365);
    part(registry, "getMonth", t -> t.getMonthValue() - 1, 0, 11);
    part(registry, "getFullYear", ZonedDateTime::getYear, 1900, 2200);
  }

  private static void part(
      Registry registry, String name, ToIntFunction<ZonedDateTime> part, int low, int high) {
    registry.member(
        name,
        "time.%s(\"Europe/London\")".formatted(name),
        1,
        2,
        (c, call, args) -> {
          Typed typed = c.compile(args.get(0));
          ZoneId zone = args.size() == 2 ? zone(c, args.get(1)) : ZoneOffset.UTC;
          if (typed instanceof Faulty || zone == null) {
            return Faulty.INSTANCE;
          }
          if (!(typed instanceof Time time)) {
            return c.error(
                args.get(0),
                "'%s' is %s; %s works on a time"
                    .formatted(c.spans().text(args.get(0)), typed.words(), name));
          }
          Numeric code = time.code();
          return Num.of(
              (scope, frame) -> {
                double millis = code.at(scope, frame);
                return Double.isFinite(millis)
                    ? part.applyAsInt(Instant.ofEpochMilli((long) millis).atZone(zone))
                    : Double.NaN;
              },
              Quantity.PLAIN,
              new Interval(low, high));
        });
  }

  private static @org.jspecify.annotations.Nullable ZoneId zone(Compilation c, CelExpr part) {
    Text text = c.text(part);
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(String.valueOf(text.constant()));
    } catch (DateTimeException e) {
      c.error(part, "no such time zone; write one such as \"Europe/London\" or \"UTC\"");
      return null;
    }
  }

  private static Typed duration(Compilation c, CelExpr call, List<CelExpr> args) {
    Text text = c.text(args.get(0));
    if (text == null) {
      return Faulty.INSTANCE;
    }
    Optional<Duration> duration = Durations.parse(String.valueOf(text.constant()));
    return duration.isPresent()
        ? Num.constant(duration.get().toMillis() / 1000.0, Quantity.SECONDS)
        : c.error(args.get(0), "expected a duration such as \"90s\", \"30m\", \"2h30m\" or \"1d\"");
  }

  private static Typed timestamp(Compilation c, CelExpr call, List<CelExpr> args) {
    Text text = c.text(args.get(0));
    if (text == null) {
      return Faulty.INSTANCE;
    }
    try {
      double millis =
          OffsetDateTime.parse(String.valueOf(text.constant())).toInstant().toEpochMilli();
      return new Time((scope, frame) -> millis);
    } catch (DateTimeParseException | ArithmeticException e) {
      return c.error(
          args.get(0), "expected a time with its offset, such as \"2026-01-31T12:00:00Z\"");
    }
  }
}
