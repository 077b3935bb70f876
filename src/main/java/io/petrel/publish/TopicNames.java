package io.petrel.publish;

import java.io.Serializable;

/**
 * The topics that detection writes.
 *
 * @param alerts every alert record, key = incident id
 * @param incidents the newest record of each incident, compacted, same key
 * @param rules events about rules, key = rule id
 * @param rejected records of the observations topic that are not valid observations, unchanged
 * @param late late observations
 * @param undeliverable mails that a server refused permanently; written by the notification job
 * @param mailSent mails that a server has accepted; the notification job writes it, and reads it
 *     after a crash
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
  public static final TopicNames DEFAULTS = withPrefix("petrel.");

  /** The default names with another prefix than {@code petrel.}. */
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
