package io.petrel.replay.ruletest.file;

import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of one field, report by report, in a compact notation: {@code 1013 1011.5 _ 1006x3}.
 *
 * <ul>
 *   <li>{@code _} the report lacks the field; {@code -} there is no report at that time
 *   <li>{@code 1006x3} three reports with that value
 *   <li>{@code 1013..1001/4} from one value to the other in four equal steps, so five reports
 * </ul>
 *
 * A single value, not multiplied, is used for all reports. Texts, which may have blanks, are a YAML
 * list: {@code [_, -RA, +TSRA BR]}.
 */
record ReportSeries(YamlValue place, List<Point> points, boolean isConstant) {
  /** Most reports of one series. */
  static final int LONGEST = 10_000;

  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern TIMES = Pattern.compile("(.+)x(\\d{1,5})");
  private static final Pattern STEPS = Pattern.compile("(.+)\\.\\.(.+)/(\\d{1,5})");

  /**
   * A value.
   *
   * @param value NaN = missing, or a text
   * @param text null = missing, or a number
   * @param isGap whether there is no report
   * @param place its YAML value
   * @param offset in the text of that place, 0-based
   */
  record Point(
      double value, @Nullable String text, boolean isGap, YamlValue place, int offset, int length) {
    boolean isMissing() {
      return Double.isNaN(value) && text == null;
    }
  }

  /** Reads texts: one for all reports, or a list with one for each. */
  static Optional<ReportSeries> readTexts(YamlValue value) {
    if (value.isScalar()) {
      return value.text().map(text -> new ReportSeries(value, List.of(point(text, value)), true));
    }
    List<YamlValue> items = value.list().orElse(List.of());
    List<Point> points = new ArrayList<>();
    for (YamlValue item : items) {
      item.text().ifPresent(text -> points.add(point(text, item)));
    }
    return points.isEmpty() || points.size() < items.size()
        ? Optional.empty()
        : Optional.of(new ReportSeries(value, List.copyOf(points), false));
  }

  private static Point point(String text, YamlValue place) {
    boolean isGap = text.equals("-");
    return new Point(
        Double.NaN, isGap || text.equals("_") ? null : text, isGap, place, 0, text.length());
  }

  /** Reads a value, or reports what is wrong with it. */
  static Optional<ReportSeries> read(YamlValue value) {
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
        ? Optional.of(new ReportSeries(value, List.copyOf(points), isConstant))
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
          points.add(number(Math.round(exact * 1e6) / 1e6, value, offset, word.length()));
        }
      } else if (times.matches()) {
        int count = count(times.group(2));
        for (int i = 0; i < count; i++) {
          points.add(point(times.group(1), value, offset, word.length()));
        }
      } else {
        points.add(point(word, value, offset, word.length()));
      }
      return true;
    } catch (NumberFormatException e) {
      value.errorAt(
          offset,
          word.length(),
          "'%s' is not a value; write a number, _ (missing), - (no report), 6x3 (three times) or"
                  .formatted(word)
              + " 10..4/3 (three steps)");
      return false;
    }
  }

  private static Point point(String word, YamlValue place, int offset, int length) {
    return switch (word) {
      case "_" -> number(Double.NaN, place, offset, length);
      case "-" -> new Point(Double.NaN, null, true, place, offset, length);
      default -> number(number(word), place, offset, length);
    };
  }

  private static Point number(double value, YamlValue place, int offset, int length) {
    return new Point(value, null, false, place, offset, length);
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
