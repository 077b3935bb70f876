package io.petrel.wire;

import java.util.Locale;

/** Why a record was not used. A closed set: programs that watch the rejected topic switch on it. */
public enum RejectReason {
  /** No value at all. */
  EMPTY,
  /** Longer than {@code ObservationAvro.MAX_BYTES}. */
  TOO_LARGE,
  /** Neither Avro single-object encoding nor, where a registry is set, the registry's framing. */
  UNKNOWN_FORMAT,
  /** Written with a schema that neither this release, the extra schemas nor the registry know. */
  UNKNOWN_SCHEMA,
  /**
   * The registry was not asked for the schema: too many ids came that it does not have. The record
   * may be good, and can be sent again.
   */
  TOO_MANY_SCHEMA_IDS,
  /** The writer's schema is known, but does not resolve to ours. */
  INCOMPATIBLE_SCHEMA,
  /** The bytes are not what their schema says. */
  MALFORMED,
  /** {@code station_id} is empty, too long, or holds control characters. */
  BAD_STATION_ID,
  /** Another text is too long or holds control characters, or {@code extra} is too big. */
  BAD_TEXT,
  /** {@code time} is before 1970 or after the year 9999. */
  BAD_TIME,
  /** {@code time} is ahead of the wall clock: a station's clock is wrong. */
  TIME_IN_FUTURE,
  /** The station is new, and as many as are configured are known. */
  TOO_MANY_STATIONS,
  /** The station has sent as many reports in an hour as are configured. */
  TOO_MANY_REPORTS;

  /** The spelling in headers and metrics, such as {@code unknown-schema}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
