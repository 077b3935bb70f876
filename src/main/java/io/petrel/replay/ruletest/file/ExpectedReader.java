package io.petrel.replay.ruletest.file;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lists of what a test expects. */
final class ExpectedReader {
  private final TestTime time;
  private final long endMillis;

  /**
   * A reader for one test.
   *
   * @param endMillis end of the test; nothing can be expected later
   */
  ExpectedReader(TestTime time, long endMillis) {
    this.time = time;
    this.endMillis = endMillis;
  }

  /**
   * Expected matches; null if the test says nothing about them.
   *
   * @param key of the list
   * @param steps of the rule
   */
  @Nullable List<Expected> matches(YamlMapping test, String key, Set<String> steps) {
    return list(
        test.get(key),
        "a match",
        MatchFields.READERS,
        (keys, fields) ->
            keys.get(MatchFields.STEPS)
                .flatMap(YamlValue::mapping)
                .ifPresent(times -> steps(times, steps, fields)));
  }

  /** Expected alert records; null if the test says nothing about them. */
  @Nullable List<Expected> alerts(YamlMapping test) {
    return list(test.get("alerts"), "an alert", AlertField.READERS, (keys, fields) -> {});
  }

  /** Expected mails; null if the test says nothing about them. */
  @Nullable List<Expected> mails(YamlMapping test) {
    return list(test.get("mails"), "a mail", MailFields.READERS, (keys, fields) -> {});
  }

  /** Reads keys that are not plain fields. */
  private interface More {
    void read(YamlMapping keys, Map<String, FieldValue> fields);
  }

  private @Nullable List<Expected> list(
      Optional<YamlValue> value, String what, Map<String, FieldReader> readers, More more) {
    if (value.isEmpty()) {
      return null;
    }
    List<Expected> all = new ArrayList<>();
    for (YamlValue item : value.get().listOrSingle()) {
      Map<String, FieldValue> fields = new LinkedHashMap<>();
      if (item.isScalar()) {
        read(item, "at", FieldReader.TIME, fields);
      } else {
        Optional<YamlMapping> keys = item.mapping();
        if (keys.isEmpty()) {
          continue;
        }
        readers.forEach(
            (name, reader) -> keys.get().get(name).ifPresent(v -> read(v, name, reader, fields)));
        more.read(keys.get(), fields);
        keys.get().rejectUnknownKeys(what);
      }
      all.add(new Expected(item.line(), fields));
    }
    return all;
  }

  private void read(
      YamlValue value, String name, FieldReader reader, Map<String, FieldValue> fields) {
    reader
        .read(value, time)
        .ifPresent(
            field -> {
              fields.put(name, field);
              if (name.equals("at")
                  && field instanceof FieldValue.At at
                  && at.millis() > endMillis) {
                value.error(
                    "%s is after the end of the test, %s; 'until' makes it longer"
                        .formatted(time.show(at.millis()), time.show(endMillis)));
              }
            });
  }

  private void steps(YamlMapping times, Set<String> steps, Map<String, FieldValue> fields) {
    times
        .entries()
        .forEach(
            (step, value) -> {
              if (!steps.contains(step)) {
                times
                    .key(step)
                    .orElse(value)
                    .error(
                        "the rule has no step '%s'%s; it has %s"
                            .formatted(
                                step, NearestName.hint(step, steps), String.join(", ", steps)));
              } else {
                read(value, MatchFields.step(step), FieldReader.TIMES, fields);
              }
            });
  }
}
