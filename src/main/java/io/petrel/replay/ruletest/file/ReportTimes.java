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
      return given(times.get(), time, "");
    }
    return interval
        .flatMap(YamlValue::duration)
        .<ReportTimes>map(every -> new Every(time.startMillis(), every))
        .orElse(standard);
  }

  /** A word for a report that arrives at its own time. */
  String AT_ITS_TIME = "_";

  /**
   * Reads times of arrival, one for each report; {@link Long#MIN_VALUE} = at its own time.
   *
   * @param value such as {@code _ _ 2h}
   */
  static Given arrivals(YamlValue value, TestTime time) {
    return given(value, time, AT_ITS_TIME);
  }

  private static Given given(YamlValue value, TestTime time, String none) {
    List<Long> millis = new ArrayList<>();
    Matcher words = WORD.matcher(value.text().orElse(""));
    while (words.find()) {
      OptionalLong at =
          words.group().equals(none) ? OptionalLong.of(Long.MIN_VALUE) : time.parse(words.group());
      if (at.isPresent()) {
        millis.add(at.getAsLong());
      } else {
        value.errorAt(
            words.start(),
            words.group().length(),
            "%s, found '%s'".formatted(TestTime.FORMS, words.group()));
        if (!none.isEmpty()) {
          millis.add(Long.MIN_VALUE); // It stands for a report, all the same.
        }
      }
    }
    return new Given(value, millis);
  }
}
