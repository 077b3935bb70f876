package io.petrel.replay.ruletest.file;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads an expected value of one kind, or reports what is wrong with it. */
interface FieldReader {
  FieldReader TIME =
      (value, time) -> {
        OptionalLong at = time.read(value);
        return at.isPresent() ? Optional.of(new FieldValue.At(at.getAsLong())) : Optional.empty();
      };

  FieldReader TIMES =
      (value, time) -> {
        List<Long> all = new ArrayList<>();
        for (YamlValue item : value.listOrSingle()) {
          OptionalLong at = time.read(item);
          if (at.isEmpty()) {
            return Optional.empty();
          }
          all.add(at.getAsLong());
        }
        return Optional.of(new FieldValue.Ats(all));
      };

  FieldReader TEXT = (value, time) -> value.text().map(FieldValue.Text::new);

  FieldReader NAMES =
      (value, time) ->
          Optional.of(
              new FieldValue.Names(
                  value.listOrSingle().stream().flatMap(item -> item.text().stream()).toList()));

  FieldReader FLAG = (value, time) -> value.bool().map(FieldValue.Flag::new);

  FieldReader NUMBER =
      (value, time) -> {
        if (value.isScalar() && value.text().orElse("").strip().equals("none")) {
          return Optional.of(new FieldValue.Nothing());
        }
        var number = value.number();
        return number.isPresent()
            ? Optional.of(FieldValue.Amount.of(number.getAsDouble()))
            : Optional.empty();
      };

  Optional<FieldValue> read(YamlValue value, TestTime time);

  /** A word of a closed set: {@code all-clear}, {@code AllClear} and {@code ALL_CLEAR} are one. */
  static FieldReader word(List<? extends Enum<?>> set) {
    Map<String, Enum<?>> byLetters = new LinkedHashMap<>();
    List<String> shown = new ArrayList<>();
    set.forEach(
        constant -> {
          byLetters.put(letters(constant.name()), constant);
          shown.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        });
    return (value, time) ->
        value
            .text()
            .flatMap(
                text -> {
                  Enum<?> constant = byLetters.get(letters(text));
                  if (constant == null) {
                    value.error(
                        "'%s' is not one of %s%s"
                            .formatted(
                                text, String.join(", ", shown), NearestName.hint(text, shown)));
                  }
                  return Optional.ofNullable(constant).map(FieldValue.Word::of);
                });
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
