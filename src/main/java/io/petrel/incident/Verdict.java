package io.petrel.incident;

import io.petrel.alert.Reason;

/** The decision about an incident's news: publish a record, or suppress it for a reason. */
sealed interface Verdict {
  record Publish(Reason reason) implements Verdict {}

  record Suppress(Suppression why) implements Verdict {}

  /** Why a record is suppressed. A closed set; each is the label of a metric. */
  enum Suppression {
    /** A match that adds nothing to the last record. */
    NOTHING_NEW,
    /** News that is not urgent, of an incident with very many unexpired records. */
    TOO_MUCH_TOLD,
    /** A match while another rule's incident silences this one. */
    INHIBITED,
    /** The incident ended before its inhibitor and was never published. */
    ENDED_UNTOLD,
    /** A clear without an open incident. */
    NO_INCIDENT,
    /** A match of a rule that was removed in the meantime. */
    RULE_REMOVED
  }
}
