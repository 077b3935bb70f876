package io.petrel.rule;

import io.petrel.alert.Severity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the matches of a rule form incidents.
 *
 * @param by fields or labels whose values name the place of an incident, such as {@code station_id}
 *     or {@code region} or {@code labels.hazard}
 * @param quiet event time without a match after which the incident ends
 * @param remind event time after which a still matching incident is reported again; null = never
 * @param escalate severities with the condition under which a match has them; the worst that holds
 *     counts
 * @param endsWhen ends the incident when it comes true at the station that matched; null = only
 *     quiet does
 * @param endsFor event time without a match, from then on, for which the end is held before it is
 *     reported; zero = at once
 * @param peak a number whose maximum over the incident is kept; null = none
 * @param inhibits ids of rules that send no alerts at the same place while this rule's incident is
 *     open
 */
public record IncidentPolicy(
    List<String> by,
    Duration quiet,
    @Nullable Duration remind,
    List<Escalation> escalate,
    @Nullable Condition endsWhen,
    Duration endsFor,
    @Nullable NumberExpression peak,
    List<String> inhibits) {

  /** A severity and the condition under which a match has it. */
  public record Escalation(Severity severity, Condition when) {}

  public IncidentPolicy {
    by = List.copyOf(by);
    escalate = List.copyOf(escalate);
    inhibits = List.copyOf(inhibits);
  }
}
