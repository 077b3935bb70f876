package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Quantity.Role;
import io.petrel.rule.expr.typed.Typed.Num;
import org.jspecify.annotations.Nullable;

/** Converts two numbers to one unit, or reports why that is not possible. */
final class Units {
  private Units() {}

  record Pair(Num left, Num right, Quantity quantity) {}

  /**
   * Two numbers that are compared or chosen between. A literal takes the unit and the role of the
   * other, so {@code fahrenheit(9)} against a difference is 9 degrees of difference. Null when they
   * are incompatible, which has been reported.
   */
  static @Nullable Pair alike(
      Compilation c, CelExpr whole, CelExpr leftPart, Num left, CelExpr rightPart, Num right) {
    Quantity a = left.quantity();
    Quantity b = right.quantity();
    if (a.isPlain() || b.isPlain()) {
      return new Pair(left, right, a.isPlain() ? b : a);
    }
    if (!sameDimension(c, whole, leftPart, a, rightPart, b, "compared")) {
      return null;
    }
    if (a.isTemperature() && !a.isLiteral() && !b.isLiteral() && a.role() != b.role()) {
      c.error(
          whole,
          "'%s' is %s and '%s' is %s: they cannot be compared"
              .formatted(
                  c.spans().text(leftPart), a.words(), c.spans().text(rightPart), b.words()));
      return null;
    }
    Quantity target = a.isLiteral() ? b : a;
    return new Pair(left.in(target), right.in(target), target);
  }

  /** Two numbers that are added or subtracted; null as above. */
  static @Nullable Pair sum(
      Compilation c,
      CelExpr whole,
      boolean minus,
      CelExpr leftPart,
      Num left,
      CelExpr rightPart,
      Num right) {
    Quantity a = left.quantity();
    Quantity b = right.quantity();
    if (a.isPlain() || b.isPlain()) {
      return new Pair(left, right, a.isPlain() ? b : a);
    }
    String verb = minus ? "subtracted" : "added";
    if (!sameDimension(c, whole, leftPart, a, rightPart, b, verb)) {
      return null;
    }
    if (!a.isTemperature()) {
      Quantity target = a.isLiteral() ? b : a;
      Quantity result = minus ? target.as(Role.DIFFERENCE) : target;
      return new Pair(left.in(target), right.in(target), result);
    }
    return temperatures(c, whole, minus, left, rightPart, right);
  }

  private static @Nullable Pair temperatures(
      Compilation c, CelExpr whole, boolean minus, Num left, CelExpr rightPart, Num right) {
    Quantity a = left.quantity();
    Quantity b = right.quantity();
    if (a.isLiteral() && b.isLiteral()) {
      c.error(whole, "both sides are literals; write the result");
      return null;
    }
    if (minus && b.isLiteral() && a.role() == Role.POINT) {
      c.error(
          whole,
          "'%s' can mean a temperature or a difference here; compare the two, or subtract a number"
                  .formatted(c.spans().text(rightPart))
              + " in °C");
      return null;
    }
    if (b.isLiteral()) {
      return new Pair(left, right.in(Quantity.difference(a.unit())), a);
    }
    if (a.isLiteral()) {
      Role role = minus || b.role() == Role.DIFFERENCE ? Role.POINT : Role.DIFFERENCE;
      Role result = minus && b.role() == Role.POINT ? Role.DIFFERENCE : Role.POINT;
      return new Pair(left.in(new Quantity(b.unit(), role)), right, b.as(result));
    }
    Role result;
    if (minus) {
      result = a.role() == b.role() ? Role.DIFFERENCE : Role.POINT;
    } else {
      result =
          a.role() == Role.DIFFERENCE && b.role() == Role.DIFFERENCE ? Role.DIFFERENCE : Role.POINT;
    }
    return new Pair(
        left,
        right.in(b.role() == Role.POINT ? Quantity.point(a.unit()) : Quantity.difference(a.unit())),
        a.as(result));
  }

  private static boolean sameDimension(
      Compilation c,
      CelExpr whole,
      CelExpr leftPart,
      Quantity a,
      CelExpr rightPart,
      Quantity b,
      String verb) {
    if (a.unit().dimension() == b.unit().dimension()) {
      return true;
    }
    c.error(
        whole,
        "'%s' is %s and '%s' is %s: they cannot be %s"
            .formatted(
                c.spans().text(leftPart), a.words(), c.spans().text(rightPart), b.words(), verb));
    return false;
  }
}
