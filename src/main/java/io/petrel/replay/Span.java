package io.petrel.replay;

import java.io.Serializable;

/**
 * A stretch of event time, in milliseconds since 1970 UTC.
 *
 * @param fromMillis the first that belongs to it
 * @param beforeMillis the first after it that does not
 */
public record Span(long fromMillis, long beforeMillis) implements Serializable {
  public static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

  public Span {
    if (fromMillis >= beforeMillis) {
      throw new IllegalArgumentException("the span ends before it begins");
    }
  }

  public boolean contains(long millis) {
    return millis >= fromMillis && millis < beforeMillis;
  }
}
