package io.petrel.rule.yaml;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Emit;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleText;
import io.petrel.rule.check.RuleDraft;
import io.petrel.rule.check.RulePlaces;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.rule.expr.Names;
import io.petrel.rule.yaml.ElementDraft.StepDraft;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one rule file. Used once. */
final class RuleFileReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
  private static final String NO_MEASURES =
      "'observations' tests one observation at a time, so it cannot use rolling measures";

  private final RuleFile file;
  private final YamlMapping top;

  RuleFileReader(RuleFile file, YamlMapping top) {
    this.file = file;
    this.top = top;
  }

  /** The rule; empty when it has too many faults. Not to be used when an error is reported. */
  Optional<RuleDraft> read() {
    RuleKeys.RULE.forEach(top::get);
    YamlValue idValue = top.require("rule").orElse(top.self());
    String id = top.has("rule") ? id(idValue) : "";
    RulePlaces places = new RulePlaces(idValue);
    Condition observations = observations();
    MeasureTable measures = new MeasureTable(observations);
    Expressions expressions = new Expressions(measures);
    PatternReader reader = new PatternReader(places);
    List<ElementDraft> drafts = pattern(reader, places);
    List<StepDraft> steps = reader.steps().isEmpty() ? onlyStep(drafts) : reader.steps();
    StepNames names = new StepNames(steps);
    List<Element> pattern = new PatternBuilder(expressions, names).compile(drafts);
    Duration within = duration("within", places);
    AfterMatch afterMatch =
        noted("after-match", places).flatMap(AfterMatchReader::read).orElse(AfterMatch.RESTART);
    boolean onTimeout =
        noted("on-timeout", places).flatMap(v -> v.oneOf(Map.of("alert", true))).orElse(false);
    OnEdit onEdit =
        noted("on-edit", places).flatMap(v -> v.oneOf(RuleKeys.ON_EDIT)).orElse(OnEdit.RESET);
    Emit emit = noted("emit", places).flatMap(v -> v.oneOf(RuleKeys.EMIT)).orElse(null);
    RuleText text = RuleTextReader.read(top, expressions, names);
    IncidentPolicy incident = incident(expressions, names, text.labels(), within, places);
    top.rejectUnknownKeys("a rule");
    if (pattern.isEmpty()) {
      return Optional.empty();
    }
    Rule rule =
        new Rule(
            id,
            file.version(),
            MatchVersion.of(observations, pattern, within, afterMatch, onTimeout),
            text,
            observations,
            pattern,
            within,
            afterMatch,
            onTimeout,
            onEdit,
            emit,
            incident,
            measures.measures());
    return Optional.of(new RuleDraft(rule, file.name(), places, measures.uses()));
  }

  private static List<StepDraft> onlyStep(List<ElementDraft> drafts) {
    return drafts.stream().filter(StepDraft.class::isInstance).map(StepDraft.class::cast).toList();
  }

  private static String id(YamlValue value) {
    String id = value.text().orElse("").strip();
    if (value.isScalar() && !ID.matcher(id).matches()) {
      value.error(
          "'%s' cannot be a rule's id: lower-case letters, digits and -, at most 80".formatted(id));
    }
    return id;
  }

  private @Nullable Condition observations() {
    Names names = new Names(List.of(), NO_MEASURES);
    return top.get("observations")
        .flatMap(value -> new Expressions(new MeasureTable(null)).condition(value, names))
        .orElse(null);
  }

  private List<ElementDraft> pattern(PatternReader reader, RulePlaces places) {
    Optional<YamlValue> when = noted("when", places);
    Optional<YamlValue> pattern = noted("pattern", places);
    if (when.isPresent() && pattern.isPresent()) {
      top.key("when")
          .orElse(top.self())
          .error("'when' and 'pattern' exclude each other: one condition, or steps");
    } else if (when.isEmpty() && pattern.isEmpty()) {
      top.self().error("'when' (one condition) or 'pattern' (steps) is missing");
    }
    if (pattern.isPresent()) {
      return reader.read(pattern.get());
    }
    if (when.isEmpty()) {
      return List.of();
    }
    places.putElement("when", when.get());
    return List.of(
        new StepDraft(
            0,
            "when",
            Contiguity.RELAXED,
            false,
            Quantifier.ONCE,
            when.get(),
            null,
            null,
            List.of()));
  }

  private IncidentPolicy incident(
      Expressions expressions,
      StepNames names,
      Map<String, String> labels,
      @Nullable Duration within,
      RulePlaces places) {
    return noted("incident", places)
        .flatMap(YamlValue::mapping)
        .map(
            mapping -> {
              for (String key : RuleKeys.INCIDENT) {
                mapping.get(key).ifPresent(v -> places.put("incident." + key, v));
              }
              return new IncidentReader(expressions, names, labels).read(mapping, within);
            })
        .orElseGet(() -> IncidentReader.standard(within));
  }

  private @Nullable Duration duration(String key, RulePlaces places) {
    return noted(key, places).flatMap(YamlValue::duration).orElse(null);
  }

  private Optional<YamlValue> noted(String key, RulePlaces places) {
    Optional<YamlValue> value = top.get(key);
    value.ifPresent(v -> places.put(key, v));
    return value;
  }

  /** Reads {@code after-match}: a word, or {@code skip-to-first: STEP}. */
  private static final class AfterMatchReader {
    private AfterMatchReader() {}

    static Optional<AfterMatch> read(YamlValue value) {
      if (value.isMapping()) {
        return value.mapping().flatMap(AfterMatchReader::withStep);
      }
      String word = value.isScalar() ? value.text().orElse("").strip() : "";
      if (RuleKeys.AFTER_MATCH_STEP.containsKey(word)) {
        value.error("'%s' needs a step: write after-match: {%s: STEP}".formatted(word, word));
        return Optional.empty();
      }
      return value.oneOf(RuleKeys.AFTER_MATCH);
    }

    private static Optional<AfterMatch> withStep(YamlMapping mapping) {
      Optional<AfterMatch> result = Optional.empty();
      for (Map.Entry<String, AfterMatch.Kind> word : RuleKeys.AFTER_MATCH_STEP.entrySet()) {
        Optional<String> step = mapping.get(word.getKey()).flatMap(YamlValue::text);
        if (step.isPresent() && result.isPresent()) {
          mapping.self().error("only one of skip-to-first and skip-to-last can hold");
        }
        if (step.isPresent()) {
          result = Optional.of(new AfterMatch(word.getValue(), step.get().strip()));
        }
      }
      mapping.rejectUnknownKeys("'after-match'");
      return result;
    }
  }
}
