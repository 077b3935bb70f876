package io.petrel.rule.yaml;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Quantifier;
import io.petrel.rule.check.RulePlaces;
import io.petrel.rule.yaml.ElementDraft.GroupDraft;
import io.petrel.rule.yaml.ElementDraft.StepDraft;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the shape of a pattern; its conditions are compiled later. Not thread-safe. */
final class PatternReader {
  /** Most steps of a rule, those in groups too. */
  static final int MOST_STEPS = 50;

  private final RulePlaces places;
  private final Set<String> names = new HashSet<>();
  private final List<StepDraft> steps = new ArrayList<>();
  private boolean tooMany;

  PatternReader(RulePlaces places) {
    this.places = places;
  }

  /** All steps read so far, in text order. */
  List<StepDraft> steps() {
    return steps;
  }

  List<ElementDraft> read(YamlValue pattern) {
    List<ElementDraft> elements = elements(pattern, List.of());
    if (tooMany) {
      pattern.error("a pattern has at most %d steps".formatted(MOST_STEPS));
    }
    return elements;
  }

  private List<ElementDraft> elements(YamlValue value, List<String> repeatedGroups) {
    List<ElementDraft> elements = new ArrayList<>();
    List<YamlValue> items = value.list().orElse(List.of());
    if (value.isList() && items.isEmpty()) {
      value.error("at least one step is needed");
    }
    for (YamlValue item : items) {
      item.mapping().flatMap(m -> element(m, repeatedGroups)).ifPresent(elements::add);
    }
    return elements;
  }

  private Optional<ElementDraft> element(YamlMapping mapping, List<String> repeatedGroups) {
    if (mapping.has("group")) {
      return group(mapping, repeatedGroups);
    }
    if (!mapping.has("step")) {
      RuleKeys.STEP.forEach(mapping::get);
      mapping.self().error("a step starts with 'step: NAME', a group with 'group: NAME'");
      mapping.rejectUnknownKeys("a step");
      return Optional.empty();
    }
    RuleKeys.STEP.forEach(mapping::get);
    Optional<String> name = name(mapping, "step");
    Quantifier quantifier = QuantifierReader.read(mapping);
    boolean absent = QuantifierReader.flag(mapping, "absent");
    StepDraft step =
        new StepDraft(
            steps.size(),
            name.orElse("?"),
            follows(mapping),
            absent,
            quantifier,
            mapping.get("where").orElse(null),
            mapping.get("until").orElse(null),
            within(mapping),
            repeatedGroups);
    mapping.rejectUnknownKeys("a step");
    tooMany |= steps.size() >= MOST_STEPS;
    if (name.isEmpty() || tooMany) {
      return Optional.empty();
    }
    note(mapping, step.name(), RuleKeys.STEP);
    steps.add(step);
    return Optional.of(step);
  }

  private Optional<ElementDraft> group(YamlMapping mapping, List<String> repeatedGroups) {
    RuleKeys.GROUP.forEach(mapping::get);
    Optional<String> name = name(mapping, "group");
    Quantifier quantifier = QuantifierReader.read(mapping);
    List<String> around = new ArrayList<>(repeatedGroups);
    if (quantifier.isRepeated()) {
      around.add(name.orElse("?"));
    }
    List<ElementDraft> elements =
        mapping.require("steps").map(s -> elements(s, around)).orElse(List.of());
    GroupDraft group =
        new GroupDraft(
            name.orElse("?"),
            follows(mapping),
            quantifier,
            elements,
            mapping.get("until").orElse(null),
            within(mapping));
    mapping.rejectUnknownKeys("a group");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    note(mapping, group.name(), RuleKeys.GROUP);
    return Optional.of(group);
  }

  private void note(YamlMapping mapping, String name, List<String> keys) {
    for (String key : keys) {
      mapping.get(key).ifPresent(value -> places.putElementKey(name, key, value));
    }
  }

  private Optional<String> name(YamlMapping mapping, String key) {
    Optional<YamlValue> value = mapping.require(key);
    Optional<String> name = value.flatMap(YamlValue::text);
    if (value.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> fault = StepName.fault(name.get());
    if (fault.isPresent()) {
      value.get().error(fault.get());
      return Optional.empty();
    }
    if (!names.add(name.get())) {
      value.get().error("the name '%s' is taken by another step or group".formatted(name.get()));
      return Optional.empty();
    }
    places.putElement(name.get(), value.get());
    return name;
  }

  private static Contiguity follows(YamlMapping mapping) {
    return mapping
        .get("follows")
        .flatMap(v -> v.oneOf(RuleKeys.FOLLOWS))
        .orElse(Contiguity.RELAXED);
  }

  private static @Nullable Duration within(YamlMapping mapping) {
    return mapping.get("within").flatMap(YamlValue::duration).orElse(null);
  }

  /** Reads {@code times}, {@code optional}, {@code greedy}, {@code consecutive, combinations}. */
  private static final class QuantifierReader {
    /** Most repetitions: each needs a state, and more are a mistake. */
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
}
