package io.petrel.rule.expr;

import io.petrel.rule.Truth;
import java.util.function.DoubleConsumer;

/** Looks for a number among numbers. */
final class Membership implements DoubleConsumer {
  private final double wanted;
  private boolean found;
  private boolean unknown;

  Membership(double wanted) {
    this.wanted = wanted;
    this.unknown = Double.isNaN(wanted);
  }

  @Override
  public void accept(double value) {
    double difference = Grid.difference(value, wanted);
    found |= difference == 0;
    unknown |= Double.isNaN(difference);
  }

  Truth truth() {
    return found ? Truth.TRUE : unknown ? Truth.UNKNOWN : Truth.FALSE;
  }
}
