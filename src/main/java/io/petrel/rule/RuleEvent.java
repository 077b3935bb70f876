package io.petrel.rule;

/**
 * What became of a rule: a record of the {@code petrel.rules} topic.
 *
 * @param rule the rule's id, or the file name without {@code .yaml} when the file names none; empty
 *     when the whole folder is meant
 * @param version hash of the file's content; empty when it cannot be read
 * @param why the faults as {@code check} prints them, or what changed; never empty
 * @param droppedPartialMatches matches in progress that the change dropped; -1 = not known here
 * @param timeMillis wall clock of the change, milliseconds since 1970 UTC
 */
public record RuleEvent(
    String rule,
    String version,
    Outcome outcome,
    String why,
    long droppedPartialMatches,
    long timeMillis) {
  /** A closed set. */
  public enum Outcome {
    ACCEPTED,
    REJECTED,
    REMOVED
  }
}
