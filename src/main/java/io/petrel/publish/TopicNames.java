package io.petrel.publish;

import java.io.Serializable;

/**
 * The topics that detection writes.
 *
 * @param alerts every alert record, key = incident id
 * @param incidents the newest record of each incident, compacted, same key
 * @param rules what became of rules, key = rule id
 * @param rejected records of the observations topic that are no observations, unchanged
 * @param late observations that came after their time was over
 * @param undeliverable mails that a server refused for good; written by the notification job
 * @param mailSent mails that a server has taken; the notification job writes it, and reads it after
 *     a crash
 */
public record TopicNames(
    String alerts,
    String incidents,
    String rules,
    String rejected,
    String late,
    String undeliverable,
    String mailSent)
    implements Serializable {
  /** The names of the documentation. */
  public static final TopicNames DEFAULTS = withPrefix("petrel.");

  /** The names of the documentation behind another prefix than {@code petrel.}. */
  public static TopicNames withPrefix(String prefix) {
    return new TopicNames(
        prefix + "alerts",
        prefix + "incidents",
        prefix + "rules",
        prefix + "observations.rejected",
        prefix + "observations.late",
        prefix + "mail.undeliverable",
        prefix + "mail.sent");
  }
}
