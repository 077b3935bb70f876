package io.petrel.notify.render;

/** Lengths of time in words. */
final class Spans {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spans() {}

  /** Two units at most: {@code 2 d 3 h}, {@code 3 h 20 min}, {@code 40 s}. */
  static String words(long millis) {
    if (millis < MINUTE) {
      return Math.max(0, millis) / 1000 + " s";
    }
    if (millis < HOUR) {
      return millis / MINUTE + " min";
    }
    if (millis < 2 * DAY) {
      return join(millis / HOUR, "h", millis % HOUR / MINUTE, "min");
    }
    return join(millis / DAY, "d", millis % DAY / HOUR, "h");
  }

  private static String join(long big, String bigUnit, long small, String smallUnit) {
    return small == 0
        ? "%d %s".formatted(big, bigUnit)
        : "%d %s %d %s".formatted(big, bigUnit, small, smallUnit);
  }
}
