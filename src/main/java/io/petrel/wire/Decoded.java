package io.petrel.wire;

/** What became of some bytes: a value, or the reason why there is none. */
public sealed interface Decoded<T> {
  /** The bytes held a value. */
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * The bytes held none.
   *
   * @param text what is wrong, for people; one line
   */
  record Rejected<T>(RejectReason reason, String text) implements Decoded<T> {}
}
