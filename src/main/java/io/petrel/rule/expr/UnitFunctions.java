package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.weather.Unit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers with a unit: {@code knots(34)}. */
public final class UnitFunctions {
  private static final Map<String, Unit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("knots", Unit.KNOT);
    UNITS.put("mph", Unit.MILE_PER_HOUR);
    UNITS.put("kmh", Unit.KILOMETRE_PER_HOUR);
    UNITS.put("fahrenheit", Unit.FAHRENHEIT);
    UNITS.put("inhg", Unit.INCH_OF_MERCURY);
    UNITS.put("inches", Unit.INCH);
    UNITS.put("feet", Unit.FOOT);
    UNITS.put("miles", Unit.STATUTE_MILE);
    UNITS.put("nautical_miles", Unit.NAUTICAL_MILE);
    UNITS.put("seconds", Unit.SECOND);
    UNITS.put("minutes", Unit.MINUTE);
    UNITS.put("hours", Unit.HOUR);
  }

  private UnitFunctions() {}

  /** The units that literals can have, by the name of the function. */
  public static Map<String, Unit> units() {
    return Collections.unmodifiableMap(UNITS);
  }

  static void register(Registry registry) {
    UNITS.forEach(
        (name, unit) ->
            registry.global(
                name + "(number)", 1, 1, (c, call, args) -> compile(c, call, args, unit)));
  }

  private static Typed compile(Compilation c, CelExpr call, List<CelExpr> args, Unit unit) {
    Num number = c.number(args.get(0));
    if (number == null) {
      return Faulty.INSTANCE;
    }
    if (!number.quantity().isPlain()) {
      return c.error(
          args.get(0),
          "'%s' is %s already; %s takes a plain number, as in %s(34)"
              .formatted(
                  c.spans().text(args.get(0)),
                  number.quantity().words(),
                  call.call().function(),
                  call.call().function()));
    }
    Quantity.Role role = number.constant() ? Quantity.Role.LITERAL : Quantity.Role.POINT;
    return number.in(new Quantity(unit, role));
  }
}
