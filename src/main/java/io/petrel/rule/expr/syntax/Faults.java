package io.petrel.rule.expr.syntax;

import io.petrel.issue.Spot;

/** Collects the faults of one expression; places are characters of its text. Not thread-safe. */
public interface Faults {
  /**
   * Reports what cannot be used.
   *
   * @param offset first wrong character, 0-based
   * @param length characters that are wrong, at least 1
   */
  void error(int offset, int length, String message);

  /** Reports what works, but probably not as its author intends. */
  void warning(int offset, int length, String message);

  /** The same faults for an expression that starts at {@code shift} of this text. */
  default Faults shifted(int shift) {
    Faults outer = this;
    return new Faults() {
      @Override
      public void error(int offset, int length, String message) {
        outer.error(offset + shift, length, message);
      }

      @Override
      public void warning(int offset, int length, String message) {
        outer.warning(offset + shift, length, message);
      }
    };
  }

  /** A place in this text. */
  default Spot spot(int offset, int length) {
    Faults outer = this;
    return new Spot() {
      @Override
      public void error(String message) {
        outer.error(offset, length, message);
      }

      @Override
      public void warning(String message) {
        outer.warning(offset, length, message);
      }
    };
  }
}
