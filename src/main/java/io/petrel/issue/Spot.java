package io.petrel.issue;

/** A place in a text at which a fault can be reported. Not thread-safe. */
public interface Spot {
  /** The text there cannot be used. */
  void error(String message);

  /** The text there works, but probably not as its author intends. */
  void warning(String message);
}
