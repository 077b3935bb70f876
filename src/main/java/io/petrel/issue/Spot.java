package io.petrel.issue;

/** A place in a text at which a fault can be reported. Not thread-safe. */
public interface Spot {
  /** What stands there cannot be used. */
  void error(String message);

  /** What stands there works, but hardly as its author means. */
  void warning(String message);
}
