package io.petrel.wire;

/** The result of decoding: a value, or the reason of a rejection. */
public sealed interface Decoded<T> {
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * @param text the fault, for people; one line
   */
  record Rejected<T>(RejectReason reason, String text) implements Decoded<T> {}
}
