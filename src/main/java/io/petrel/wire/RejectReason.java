package io.petrel.wire;

import java.util.Locale;

/** Why a record was rejected. A closed set: subscribers of the rejected topic switch on it. */
public enum RejectReason {
  /** The record has no value. */
  EMPTY,
  /** Longer than {@code ObservationAvro.MAX_BYTES}. */
  TOO_LARGE,
  /** Neither Avro single-object encoding nor, where a registry is set, the registry's framing. */
  UNKNOWN_FORMAT,
  /** This release, the extra schemas and the registry do not know the writer's schema. */
  UNKNOWN_SCHEMA,
  /**
   * Petrel did not query the registry for the schema, because of too many ids that it does not
   * have. The record may be valid, and can be sent again.
   */
  TOO_MANY_SCHEMA_IDS,
  /** The writer's schema is known, but does not resolve to that of this release. */
  INCOMPATIBLE_SCHEMA,
  /** The bytes do not match their schema. */
  MALFORMED,
  /** {@code station_id} is empty, too long, or holds control characters. */
  BAD_STATION_ID,
  /** Another text is too long or holds control characters, or {@code extra} is too big. */
  BAD_TEXT,
  /** {@code time} is before 1970 or after the year 9999. */
  BAD_TIME,
  /** {@code time} is ahead of the record's timestamp or of the wall clock: a clock is wrong. */
  TIME_IN_FUTURE,
  /** The station is new, and the configured limit of stations is reached. */
  TOO_MANY_STATIONS,
  /** The station has reached the configured limit of reports in an hour. */
  TOO_MANY_REPORTS;

  /** The spelling in headers and metrics, such as {@code unknown-schema}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
