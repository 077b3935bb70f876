package io.petrel.text;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in files ({@code 500ms}, {@code 90s}, {@code 2h30m}, {@code 1d})
 * and read them in sentences ({@code 2 h 30 min}).
 */
public final class Durations {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,6})ms)?");

  private Durations() {}

  /** The duration, if the text is one and it is longer than zero. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration duration =
        Duration.ofDays(part(matcher, 1))
            .plusHours(part(matcher, 2))
            .plusMinutes(part(matcher, 3))
            .plusSeconds(part(matcher, 4))
            .plusMillis(part(matcher, 5));
    return duration.isZero() ? Optional.empty() : Optional.of(duration);
  }

  /** The shortest text that {@link #parse} reads back, such as {@code 2h30m}. */
  public static String code(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  /**
   * For a sentence, the two largest units: {@code 2 d 3 h}, {@code 1 h 20 min}, {@code 40 s}. Hours
   * go up to two days. Less than nothing is {@code 0 s}.
   */
  public static String words(long millis) {
    long seconds = Math.max(0, millis) / 1000;
    long minutes = seconds / 60;
    long hours = minutes / 60;
    if (hours >= 48) {
      return words(hours / 24, "d", hours % 24, "h");
    }
    if (hours > 0) {
      return words(hours, "h", minutes % 60, "min");
    }
    return minutes > 0 ? words(minutes, "min", seconds % 60, "s") : seconds + " s";
  }

  private static String words(long big, String bigUnit, long small, String smallUnit) {
    String words = big + " " + bigUnit;
    return small == 0 ? words : String.format(Locale.ROOT, "%s %d %s", words, small, smallUnit);
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }
}
