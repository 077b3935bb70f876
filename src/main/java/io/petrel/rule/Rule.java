package io.petrel.rule;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule, read, checked and compiled. Immutable and safe for many threads.
 *
 * @param id as in the file's {@code rule:} key and name
 * @param version hash of the whole file, {@link RuleFile#version()}
 * @param matchVersion hash of all that decides the matches: equal in two versions of a rule that
 *     differ only in presentation
 * @param observations only observations that fulfil it exist for this rule; null = all do
 * @param pattern at least one element; a rule of one condition is one step named {@code when}
 * @param within longest time from first to last observation, inclusive; null = no limit
 * @param alertOnTimeout whether a half-finished sequence that runs out of {@code within} is the
 *     match
 * @param emit when its matches are emitted; null = as the engine's
 * @param measures the distinct measures in the rule's expressions; a {@link
 *     EvaluationScope#measure} slot is a place in this list
 */
public record Rule(
    String id,
    String version,
    String matchVersion,
    RuleText text,
    @Nullable Condition observations,
    List<Element> pattern,
    @Nullable Duration within,
    AfterMatch afterMatch,
    boolean alertOnTimeout,
    OnEdit onEdit,
    @Nullable Emit emit,
    IncidentPolicy incident,
    List<Measure> measures) {
  /** Id of the engine's own rule about a silent feed. */
  public static final String FEED_SILENT = "feed-silent";

  private static final String EXTRA = "extra.";

  public Rule {
    pattern = List.copyOf(pattern);
    measures = List.copyOf(measures);
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("rule '%s' has no step".formatted(id));
    }
  }

  /** All steps and groups in text order, a group before what is in it. */
  public Stream<Element> elements() {
    return pattern.stream().flatMap(Element::walk);
  }

  /** All steps in text order, those in groups too; a step's place is its {@link Step#index()}. */
  public List<Step> steps() {
    return elements().filter(Step.class::isInstance).map(Step.class::cast).toList();
  }

  /** Each list of elements that follow one another: the pattern first, then inside each group. */
  public List<List<Element>> sequences() {
    return Stream.concat(
            Stream.of(pattern),
            elements().filter(Group.class::isInstance).map(group -> ((Group) group).elements()))
        .toList();
  }

  /** Whether its pattern ends with a station that is not heard: any report would have ended it. */
  public boolean isSilence() {
    Step last = steps().get(steps().size() - 1);
    return last.absent() && last.where() == Condition.ALWAYS;
  }

  /** The fields that its expressions read, those of its texts too. */
  public Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    Stream.of(
            Stream.ofNullable(observations),
            steps().stream().map(Step::where),
            elements().map(Element::until),
            incident.escalate().stream().map(IncidentPolicy.Escalation::when),
            Stream.ofNullable(incident.endsWhen()))
        .flatMap(conditions -> conditions)
        .filter(Objects::nonNull)
        .forEach(condition -> fields.addAll(condition.fields()));
    NumberExpression peak = incident.peak();
    if (peak != null) {
      fields.addAll(peak.fields());
    }
    Stream.of(text.headline(), text.description(), text.instruction())
        .filter(Objects::nonNull)
        .forEach(template -> fields.addAll(template.fields()));
    return fields;
  }

  /** The names in {@code extra} of which anything depends: expressions, measures, texts, place. */
  public Set<String> extras() {
    Stream<String> measured = measures.stream().map(Measure::fieldName);
    Set<String> extras = new TreeSet<>();
    Stream.of(fields().stream(), measured, incident.by().stream())
        .flatMap(names -> names)
        .filter(name -> name.startsWith(EXTRA))
        .forEach(name -> extras.add(name.substring(EXTRA.length())));
    return extras;
  }

  /** What happens to matches in progress when what a rule matches is edited. */
  public enum OnEdit {
    /** Drops them. */
    RESET,
    /** The old version finishes its matches in progress and starts no new ones. */
    DRAIN
  }
}
