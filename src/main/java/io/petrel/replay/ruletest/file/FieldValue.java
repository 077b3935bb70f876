package io.petrel.replay.ruletest.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The value of a field of a match or an alert record, to compare and to show. */
public sealed interface FieldValue {
  /** In words, in the notation of test files. */
  String show(TestTime time);

  /** Event time. */
  record At(long millis) implements FieldValue {
    @Override
    public String show(TestTime time) {
      return time.show(millis);
    }
  }

  /** Event times. */
  record Ats(List<Long> millis) implements FieldValue {
    public Ats {
      millis = List.copyOf(millis);
    }

    @Override
    public String show(TestTime time) {
      return millis.size() == 1
          ? time.show(millis.get(0))
          : millis.stream().map(time::show).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** A word of a closed set, as the code names it. */
  record Word(String constant) implements FieldValue {
    static Word of(Enum<?> value) {
      return new Word(value.name());
    }

    @Override
    public String show(TestTime time) {
      return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Free text. */
  record Text(String text) implements FieldValue {
    @Override
    public String show(TestTime time) {
      return "\"" + text + "\"";
    }
  }

  /** A number, on the grid of rules: 1e-6. */
  record Amount(long millionths) implements FieldValue {
    static Amount of(double value) {
      return new Amount(Math.round(value * 1e6));
    }

    @Override
    public String show(TestTime time) {
      String text = String.valueOf(millionths / 1e6);
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
  }

  /** True or false. */
  record Flag(boolean set) implements FieldValue {
    @Override
    public String show(TestTime time) {
      return String.valueOf(set);
    }
  }

  /** Names in order. */
  record Names(List<String> names) implements FieldValue {
    public Names {
      names = List.copyOf(names);
    }

    @Override
    public String show(TestTime time) {
      return names.size() == 1 ? names.get(0) : names.toString();
    }
  }

  /** A missing number or text. */
  record Nothing() implements FieldValue {
    @Override
    public String show(TestTime time) {
      return "none";
    }
  }

  /** All fields in one line, such as {@code at 3h, reason first-match}. */
  static String show(Map<String, FieldValue> fields, TestTime time) {
    Map<String, FieldValue> rest = new TreeMap<>(fields);
    StringBuilder text = new StringBuilder();
    FieldValue at = rest.remove("at");
    if (at != null) {
      text.append("at ").append(at.show(time));
    }
    rest.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(' ')
                .append(value.show(time)));
    return text.toString();
  }
}
