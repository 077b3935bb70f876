package io.petrel.replay.ruletest;

import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of one field, report by report, in a compact notation: {@code 1013 1011.5 _ 1006x3}.
 *
 * <ul>
 *   <li>{@code _} the report lacks the field; {@code -} there is no report at that time
 *   <li>{@code 1006x3} three reports with that value
 *   <li>{@code 1013..1001/4} from one value to the other in four equal steps, so five reports
 * </ul>
 *
 * One value alone, not multiplied, holds for all reports.
 */
record Series(YamlValue place, List<Point> points, boolean isConstant) {
  /** Most reports of one series. */
  static final int LONGEST = 10_000;

  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern TIMES = Pattern.compile("(.+)x(\\d{1,5})");
  private static final Pattern STEPS = Pattern.compile("(.+)\\.\\.(.+)/(\\d{1,5})");

  /**
   * A value.
   *
   * @param value NaN = missing
   * @param isGap whether there is no report
   * @param offset place in the text, 0-based
   */
  record Point(double value, boolean isGap, int offset, int length) {}

  /** Reads a value, or reports what is wrong with it. */
  static Optional<Series> read(YamlValue value) {
    String text = value.text().orElse(null);
    if (text == null) {
      return Optional.empty();
    }
    List<Point> points = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    boolean isGood = true;
    int count = 0;
    while (words.find()) {
      count++;
      isGood &= add(words.group(), words.start(), points, value);
      if (points.size() > LONGEST) {
        value.error("more than %,d reports".formatted(LONGEST));
        return Optional.empty();
      }
    }
    if (count == 0) {
      value.error("expected values such as 1013 1011.5 _ 1006x3, found nothing");
    }
    boolean isConstant = points.size() == 1 && !points.get(0).isGap() && !text.contains("x");
    return isGood && count > 0
        ? Optional.of(new Series(value, List.copyOf(points), isConstant))
        : Optional.empty();
  }

  private static boolean add(String word, int offset, List<Point> points, YamlValue value) {
    Matcher times = TIMES.matcher(word);
    Matcher steps = STEPS.matcher(word);
    try {
      if (steps.matches()) {
        double from = number(steps.group(1));
        double to = number(steps.group(2));
        int count = count(steps.group(3));
        for (int i = 0; i <= count; i++) {
          double exact = from + (to - from) * i / count;
          points.add(new Point(Math.round(exact * 1e6) / 1e6, false, offset, word.length()));
        }
      } else if (times.matches()) {
        int count = count(times.group(2));
        for (int i = 0; i < count; i++) {
          points.add(point(times.group(1), offset, word.length()));
        }
      } else {
        points.add(point(word, offset, word.length()));
      }
      return true;
    } catch (NumberFormatException e) {
      value.errorAt(
          offset,
          word.length(),
          "'%s' is no value; write a number, _ (missing), - (no report), 6x3 (three times) or"
                  .formatted(word)
              + " 10..4/3 (three steps)");
      return false;
    }
  }

  private static Point point(String word, int offset, int length) {
    return switch (word) {
      case "_" -> new Point(Double.NaN, false, offset, length);
      case "-" -> new Point(Double.NaN, true, offset, length);
      default -> new Point(number(word), false, offset, length);
    };
  }

  private static double number(String word) {
    double number = Double.parseDouble(word);
    if (!Double.isFinite(number) || Character.isLetter(word.charAt(word.length() - 1))) {
      throw new NumberFormatException(word);
    }
    return number;
  }

  private static int count(String digits) {
    int count = Integer.parseInt(digits);
    if (count == 0 || count > LONGEST) {
      throw new NumberFormatException(digits);
    }
    return count;
  }
}
