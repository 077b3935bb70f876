package io.petrel.replay.ruletest.file;

import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.replay.ruletest.file.RuleTestFolder.TestedRule;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.Parsed;
import io.petrel.rule.yaml.RuleParser;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code rule-change} of a test. Changes of one rule add up in their order in the file. */
final class RuleChangeReader {
  private static final List<String> WHAT = List.of("edit", "set", "remove", "restore");

  private final TestTime time;
  private final long endMillis;
  private final Map<String, TestedRule> running;
  private final String tested;
  private final Map<String, String> texts = new HashMap<>();
  private final List<RuleChange> changes = new ArrayList<>();
  private final List<Rule> edited = new ArrayList<>();

  /**
   * A reader for one test.
   *
   * @param running the rules of the test by id
   * @param tested id of the rule that changes by default
   */
  RuleChangeReader(TestTime time, long endMillis, Map<String, TestedRule> running, String tested) {
    this.time = time;
    this.endMillis = endMillis;
    this.running = running;
    this.tested = tested;
    running.forEach((id, rule) -> texts.put(id, rule.file().text()));
  }

  /** The valid changes; faults are reported. */
  List<RuleChange> read(YamlValue value) {
    value.listOrSingle().forEach(item -> item.mapping().ifPresent(this::change));
    return List.copyOf(changes);
  }

  /** All versions of the tested rule. */
  List<Rule> edited() {
    return List.copyOf(edited);
  }

  private void change(YamlMapping keys) {
    OptionalLong at = keys.require("at").map(time::read).orElse(OptionalLong.empty());
    Optional<String> id = rule(keys);
    List<String> given = WHAT.stream().filter(what -> keys.get(what).isPresent()).toList();
    keys.rejectUnknownKeys("a change of a rule");
    if (given.size() != 1) {
      keys.self().error("give one of " + String.join(", ", WHAT));
    }
    if (at.isEmpty() || id.isEmpty() || given.size() != 1) {
      return;
    }
    if (at.getAsLong() < time.startMillis() || at.getAsLong() > endMillis) {
      keys.get("at")
          .orElseThrow()
          .error("must be from 0 to the end of the test, " + time.show(endMillis));
      return;
    }
    if (!changes.isEmpty() && changes.get(changes.size() - 1).atMillis() > at.getAsLong()) {
      keys.get("at")
          .orElseThrow()
          .error("is before the previous change; list changes in the order of time");
      return;
    }
    String what = given.get(0);
    text(what, keys.get(what).orElseThrow(), id.get())
        .ifPresent(change -> apply(at.getAsLong(), id.get(), change, keys));
  }

  private Optional<String> rule(YamlMapping keys) {
    Optional<YamlValue> value = keys.get("rule");
    if (value.isEmpty()) {
      return Optional.of(tested);
    }
    Optional<String> id = value.get().text().map(String::strip);
    if (id.isPresent() && !running.containsKey(id.get())) {
      value
          .get()
          .error(
              "no rule '%s' runs in this test%s; 'beside' names those that run beside '%s'"
                  .formatted(id.get(), NearestName.hint(id.get(), running.keySet()), tested));
      return Optional.empty();
    }
    return id;
  }

  /** A rule's text, or its removal. */
  private record Text(@Nullable String text) {}

  private Optional<Text> text(String what, YamlValue value, String id) {
    String now = texts.get(id);
    switch (what) {
      case "remove" -> {
        return isTrue(value) ? Optional.of(new Text(null)) : Optional.empty();
      }
      case "restore" -> {
        return isTrue(value)
            ? Optional.of(new Text(Objects.requireNonNull(running.get(id)).file().text()))
            : Optional.empty();
      }
      default -> {
        if (now == null) {
          value.error("'%s' has been removed; 'restore: true' brings it back".formatted(id));
          return Optional.empty();
        }
        return value
            .mapping()
            .flatMap(keys -> what.equals("edit") ? edited(keys, now) : set(keys, now))
            .map(Text::new);
      }
    }
  }

  private static boolean isTrue(YamlValue value) {
    Optional<Boolean> flag = value.bool();
    if (flag.isPresent() && !flag.get()) {
      value.error("can only be true");
    }
    return flag.orElse(false);
  }

  /** Replaces texts, each of which must occur in the rule once. */
  private static Optional<String> edited(YamlMapping edits, String text) {
    String result = text;
    for (Map.Entry<String, YamlValue> edit : edits.entries().entrySet()) {
      int at = result.indexOf(edit.getKey());
      if (edit.getKey().isEmpty() || at < 0 || result.indexOf(edit.getKey(), at + 1) >= 0) {
        edits
            .key(edit.getKey())
            .orElseThrow()
            .error(
                at < 0
                    ? "'%s' is not in the rule's text".formatted(edit.getKey())
                    : "'%s' is in the rule's text more than once".formatted(edit.getKey()));
        return Optional.empty();
      }
      Optional<String> with = edit.getValue().text();
      if (with.isEmpty()) {
        return Optional.empty();
      }
      result = result.replace(edit.getKey(), with.get());
    }
    return Optional.of(result);
  }

  /** Sets keys of the rule to a value of one line. */
  private static Optional<String> set(YamlMapping values, String text) {
    String result = text;
    for (Map.Entry<String, YamlValue> entry : values.entries().entrySet()) {
      Optional<String> value = entry.getValue().text();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      String line = "%s: '%s'".formatted(entry.getKey(), value.get().replace("'", "''"));
      result = withKey(result, entry.getKey(), line);
    }
    return Optional.of(result);
  }

  /**
   * Replaces a key and its value, up to the next key, by a line; adds it at the end if the key is
   * missing.
   */
  private static String withKey(String text, String key, String line) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    Optional<YamlMapping> rule = YamlReader.readMapping(new SourceText("rule", text), new Issues());
    int at = rule.flatMap(keys -> keys.key(key)).map(YamlValue::line).orElse(lines.size() + 1) - 1;
    int end =
        rule.stream()
                .flatMap(keys -> keys.entries().keySet().stream().map(keys::key))
                .mapToInt(other -> other.orElseThrow().line())
                .filter(other -> other > at + 1)
                .min()
                .orElse(lines.size() + 1)
            - 1;
    lines.subList(at, end).clear();
    lines.add(at, line);
    return String.join("\n", lines) + "\n";
  }

  private void apply(long atMillis, String id, Text change, YamlMapping place) {
    texts.put(id, change.text());
    if (change.text() == null) {
      changes.add(new RuleChange(atMillis, id, null));
      return;
    }
    RuleFile file = RuleFile.of(id, change.text());
    Parsed parsed = RuleParser.parse(file);
    if (parsed.rule().isEmpty()) {
      place
          .self()
          .error(
              "makes the rule faulty: "
                  + parsed.issues().stream()
                      .filter(issue -> issue.isError())
                      .map(issue -> "line %d: %s".formatted(issue.line(), issue.message()))
                      .findFirst()
                      .orElse("it cannot be read"));
      return;
    }
    if (id.equals(tested)) {
      edited.add(parsed.rule().get());
    }
    changes.add(new RuleChange(atMillis, id, file));
  }
}
