package io.petrel.rule.yaml;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Quantifier;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code times}, {@code optional}, {@code greedy}, {@code consecutive, combinations}. */
final class QuantifierReader {
  /** More repetitions than this are a mistake, and a state for each. */
  static final int MOST = 1000;

  private static final Pattern TIMES =
      Pattern.compile("(\\d{1,4})(?:\\s*(\\+)|\\s*\\.\\.\\s*(\\d{1,4}))?");

  private QuantifierReader() {}

  static Quantifier read(YamlMapping mapping) {
    int min = 1;
    int max = 1;
    Optional<YamlValue> times = mapping.get("times");
    if (times.isPresent()) {
      int[] range = times(times.get());
      min = range[0];
      max = range[1];
    }
    boolean optional = flag(mapping, "optional");
    boolean greedy = flag(mapping, "greedy");
    boolean consecutive = flag(mapping, "consecutive");
    boolean combinations = flag(mapping, "combinations");
    if (consecutive && combinations) {
      at(mapping, "combinations").error("'combinations' and 'consecutive' exclude each other");
    }
    Contiguity between =
        consecutive ? Contiguity.STRICT : combinations ? Contiguity.ANY : Contiguity.RELAXED;
    return new Quantifier(min, max, optional, greedy, between);
  }

  private static YamlValue at(YamlMapping mapping, String key) {
    return mapping.key(key).orElse(mapping.self());
  }

  private static int[] times(YamlValue value) {
    String text = value.text().orElse("").strip();
    Matcher matcher = TIMES.matcher(text);
    if (matcher.matches()) {
      int min = Integer.parseInt(matcher.group(1));
      int max = min;
      if (matcher.group(2) != null) {
        max = Quantifier.UNBOUNDED;
      } else if (matcher.group(3) != null) {
        max = Integer.parseInt(matcher.group(3));
      }
      if (min == 0) {
        value.error("0 times is written as 'optional: true' beside 'times' of at least 1");
      } else if (min > MOST || (max > MOST && max != Quantifier.UNBOUNDED)) {
        value.error("'%s' is more than %d times".formatted(text, MOST));
      } else if (max < min) {
        value.error("'%s' ends before it starts".formatted(text));
      } else {
        return new int[] {min, max};
      }
    } else if (value.isScalar()) {
      value.error(
          "'%s' is not a number of times; write 3, 2..5 or 2+ (two or more)".formatted(text));
    }
    return new int[] {1, 1};
  }

  static boolean flag(YamlMapping mapping, String key) {
    return mapping.get(key).flatMap(YamlValue::bool).orElse(false);
  }
}
