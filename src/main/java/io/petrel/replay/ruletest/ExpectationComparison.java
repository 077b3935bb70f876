package io.petrel.replay.ruletest;

import io.petrel.replay.ruletest.file.Expected;
import io.petrel.replay.ruletest.file.FieldValue;
import io.petrel.replay.ruletest.file.FieldValue.At;
import io.petrel.replay.ruletest.file.TestTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a list of expected items with the actual ones, both in order of time. Items at the same
 * time are paired, so a missing one is reported as missing and not as a difference of all after it.
 */
final class ExpectationComparison {
  private final TestTime time;
  private final String what;
  private final List<String> summary;
  private final int line;
  private final List<Mismatch> differences = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param what a word for one item, such as {@code match}
   * @param summary fields in which an unexpected one is shown
   * @param line of the test, for items that are not in the file
   */
  ExpectationComparison(TestTime time, String what, List<String> summary, int line) {
    this.time = time;
    this.what = what;
    this.summary = summary;
    this.line = line;
  }

  List<Mismatch> compare(List<Expected> expected, List<Map<String, FieldValue>> got) {
    int next = 0;
    for (int i = 0; i < expected.size(); i++) {
      Expected wanted = expected.get(i);
      while (next < got.size() && isBefore(got.get(next), wanted)) {
        unexpected(got.get(next++));
      }
      if (next == got.size() || isBefore(wanted, got.get(next))) {
        differences.add(
            new Mismatch(
                wanted.line(),
                "%s %d".formatted(what, i + 1),
                FieldValue.show(wanted.fields(), time),
                "none"));
      } else {
        compare(wanted, i, got.get(next++));
      }
    }
    while (next < got.size()) {
      unexpected(got.get(next++));
    }
    return differences;
  }

  private static boolean isBefore(Map<String, FieldValue> got, Expected wanted) {
    return got.get("at") instanceof At a
        && wanted.fields().get("at") instanceof At b
        && a.millis() < b.millis();
  }

  private static boolean isBefore(Expected wanted, Map<String, FieldValue> got) {
    return wanted.fields().get("at") instanceof At a
        && got.get("at") instanceof At b
        && a.millis() < b.millis();
  }

  private void compare(Expected wanted, int index, Map<String, FieldValue> got) {
    wanted
        .fields()
        .forEach(
            (name, value) -> {
              FieldValue actual = got.getOrDefault(name, new FieldValue.Nothing());
              if (!value.equals(actual)) {
                String at = got.get("at") instanceof At a ? time.show(a.millis()) : "?";
                differences.add(
                    new Mismatch(
                        wanted.line(),
                        "%s %d at %s, %s".formatted(what, index + 1, at, name),
                        value.show(time),
                        actual.show(time)));
              }
            });
  }

  private void unexpected(Map<String, FieldValue> got) {
    Map<String, FieldValue> shown = new LinkedHashMap<>(got);
    shown.keySet().retainAll(summary);
    differences.add(new Mismatch(line, "one more " + what, "none", FieldValue.show(shown, time)));
  }
}
