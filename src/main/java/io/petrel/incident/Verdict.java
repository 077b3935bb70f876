package io.petrel.incident;

import io.petrel.alert.Reason;

/** What becomes of an incident's news at a moment: a record of it, or a reason for none. */
sealed interface Verdict {
  /** A record is made. */
  record Tell(Reason reason) implements Verdict {}

  /** No record is made. */
  record Keep(Silence why) implements Verdict {}

  /** Why nothing is told. A closed set; each is a metric. */
  enum Silence {
    /** A match that adds nothing to what was told. */
    NOTHING_NEW,
    /** News that is not urgent, of an incident with very many records that have not expired. */
    TOO_MUCH_TOLD,
    /** A match while another rule's incident silences this one. */
    INHIBITED,
    /** The incident ended before its inhibitor did: nobody was told of it. */
    ENDED_UNTOLD,
    /** Danger over where no incident is open. */
    NO_INCIDENT,
    /** A match of a rule that was removed in the meantime. */
    RULE_REMOVED
  }
}
