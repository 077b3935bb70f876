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
      value.error("there is no step");
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
}
