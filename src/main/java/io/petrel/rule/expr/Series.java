package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import io.petrel.weather.Observation;
import java.util.List;

/** Finds a list of observations in time order. */
@FunctionalInterface
interface Series {
  List<Observation> at(Scope scope, Frame frame);
}
