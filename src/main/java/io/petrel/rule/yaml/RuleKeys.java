package io.petrel.rule.yaml;

import io.petrel.alert.CapCode;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Emit;
import io.petrel.rule.Rule.OnEdit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys and words of rule files. {@code schemas/rule.schema.json} holds the same for editors; a
 * test compares the two.
 */
public final class RuleKeys {
  /** Keys at the top of a rule. */
  public static final List<String> RULE =
      List.of(
          "rule",
          "title",
          "description",
          "source",
          "severity",
          "urgency",
          "certainty",
          "category",
          "language",
          "labels",
          "observations",
          "within",
          "when",
          "pattern",
          "after-match",
          "on-timeout",
          "on-edit",
          "emit",
          "headline",
          "instruction",
          "incident");

  /** Keys of a step. */
  public static final List<String> STEP =
      List.of(
          "step",
          "follows",
          "absent",
          "where",
          "times",
          "optional",
          "greedy",
          "consecutive",
          "combinations",
          "until",
          "within");

  /** Keys of a group. */
  public static final List<String> GROUP =
      List.of(
          "group",
          "steps",
          "follows",
          "times",
          "optional",
          "greedy",
          "consecutive",
          "combinations",
          "until",
          "within");

  /** Keys of {@code incident}. */
  public static final List<String> INCIDENT =
      List.of("by", "quiet", "remind", "escalate", "ends", "peak", "inhibit");

  /** Keys of an item of {@code incident.escalate}. */
  public static final List<String> ESCALATION = List.of("severity", "when");

  /** Keys of {@code incident.ends}. */
  public static final List<String> ENDS = List.of("when", "for");

  static final Map<String, Contiguity> FOLLOWS = words(Contiguity.values());
  static final Map<String, OnEdit> ON_EDIT = words(OnEdit.values());
  static final Map<String, Emit> EMIT = words(Emit.values());

  /** Strategies that are one word. */
  static final Map<String, AfterMatch> AFTER_MATCH = afterMatch();

  /** Strategies that name a step, in the order in which messages list them. */
  static final Map<String, AfterMatch.Kind> AFTER_MATCH_STEP =
      new TreeMap<>(
          Map.of(
              "skip-to-first", AfterMatch.Kind.SKIP_TO_FIRST,
              "skip-to-last", AfterMatch.Kind.SKIP_TO_LAST));

  private RuleKeys() {}

  /** The words of a CAP set, in lower case. */
  static <E extends Enum<E> & CapCode> Map<String, E> words(Class<E> set) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : set.getEnumConstants()) {
      words.put(value.code().toLowerCase(Locale.ROOT), value);
    }
    return words;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    Arrays.stream(values).forEach(v -> words.put(word(v), v));
    return words;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, AfterMatch> afterMatch() {
    Map<String, AfterMatch> words = new LinkedHashMap<>();
    for (AfterMatch.Kind kind : AfterMatch.Kind.values()) {
      if (kind != AfterMatch.Kind.SKIP_TO_FIRST && kind != AfterMatch.Kind.SKIP_TO_LAST) {
        words.put(word(kind), new AfterMatch(kind, null));
      }
    }
    return words;
  }
}
