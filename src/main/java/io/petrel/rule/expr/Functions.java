package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.issue.NearestName;
import io.petrel.rule.expr.typed.Typed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions of the rule language, by name. */
public final class Functions {
  private static final Map<String, Function> ALL = new LinkedHashMap<>();

  static {
    Registry registry = new Registry();
    MeasureFunctions.register(registry);
    NumberFunctions.register(registry);
    UnitFunctions.register(registry);
    ListFunctions.register(registry);
    TextFunctions.register(registry);
    TimeFunctions.register(registry);
  }

  private Functions() {}

  /** Compiles a call with uncompiled arguments. */
  @FunctionalInterface
  interface Handler {
    Typed compile(Compilation c, CelExpr call, List<CelExpr> args);
  }

  /**
   * A function.
   *
   * @param usage how a call looks
   * @param fewest fewest arguments, the target of a member call counted
   * @param most most arguments
   * @param member whether it is written after a dot
   */
  private record Function(String usage, int fewest, int most, boolean member, Handler handler) {}

  /** Adds functions while the class is initialised. */
  static final class Registry {
    /** Adds a function whose usage begins with its name, such as {@code abs(number)}. */
    void global(String usage, int fewest, int most, Handler handler) {
      String name = usage.substring(0, usage.indexOf('('));
      ALL.put(name, new Function(usage, fewest, most, false, handler));
    }

    void member(String name, String usage, int fewest, int most, Handler handler) {
      ALL.put(name, new Function(usage, fewest, most, true, handler));
    }
  }

  /** All names, for editors and documentation. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  /** How a call of a known function looks, such as {@code turn(a, b)}. */
  public static String usage(String name) {
    Function function = ALL.get(name);
    return function == null ? name + "(..)" : function.usage();
  }

  static Typed compile(Compilation c, CelExpr call) {
    String name = call.call().function();
    Function function = ALL.get(name);
    boolean member = call.call().target().isPresent();
    if (function == null) {
      return c.error(
          c.spans().functionName(call),
          "unknown function '%s'%s".formatted(name, NearestName.hint(name, ALL.keySet())));
    }
    if (member && !function.member()) {
      return c.error(
          c.spans().functionName(call),
          "'%s' is not written after a dot: write %s".formatted(name, function.usage()));
    }
    if (!member && function.member()) {
      return c.error(
          c.spans().functionName(call),
          "'%s' is written after a dot: write %s".formatted(name, function.usage()));
    }
    List<CelExpr> args = new ArrayList<>(call.call().target().stream().toList());
    args.addAll(call.call().args());
    if (args.size() < function.fewest() || args.size() > function.most()) {
      return c.error(
          c.spans().functionName(call), "'%s' is called as %s".formatted(name, function.usage()));
    }
    return function.handler().compile(c, call, args);
  }
}
