package io.petrel.replay.ruletest.file;

import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the reports of a station are: every {@code interval}, or at given {@code times}. */
sealed interface ReportTimes {
  /** One after the other, as many as there are values. */
  record Every(long startMillis, Duration interval) implements ReportTimes {}

  /** At these times, in the order in which they arrive. */
  record Given(YamlValue place, List<Long> millis) implements ReportTimes {
    public Given {
      millis = List.copyOf(millis);
    }
  }

  Pattern WORD = Pattern.compile("\\S+");

  /**
   * Reads the key {@code interval}, or else the key of single times.
   *
   * @param standard when neither is there
   */
  static ReportTimes read(YamlMapping keys, TestTime time, ReportTimes standard) {
    Optional<YamlValue> interval = keys.get("interval");
    Optional<YamlValue> times = keys.get("times");
    if (interval.isPresent() && times.isPresent()) {
      interval.get().error("'interval' and 'times' exclude each other");
    }
    if (times.isPresent()) {
      return given(times.get(), time);
    }
    return interval
        .flatMap(YamlValue::duration)
        .<ReportTimes>map(every -> new Every(time.startMillis(), every))
        .orElse(standard);
  }

  private static ReportTimes given(YamlValue value, TestTime time) {
    List<Long> millis = new ArrayList<>();
    Matcher words = WORD.matcher(value.text().orElse(""));
    while (words.find()) {
      OptionalLong at = time.parse(words.group());
      if (at.isPresent()) {
        millis.add(at.getAsLong());
      } else {
        value.errorAt(
            words.start(),
            words.group().length(),
            "%s, found '%s'".formatted(TestTime.FORMS, words.group()));
      }
    }
    return new Given(value, millis);
  }
}
